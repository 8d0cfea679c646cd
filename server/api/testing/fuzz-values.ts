import fc from "fast-check";
import { type JsonSchema, resolved } from "./documented";
import { NASTY } from "./nasty";

/** What exists in the workspace under test, so that values also name something. */
export interface Known {
  services: string[];
  people: string[];
  incidents: string[];
  impacts: string[];
  marks: string[];
  imports: string[];
  workspace: string;
  cursors: string[];
}

const DEEP = (depth: number) => {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const HOSTILE: readonly unknown[] = [
  ...NASTY,
  Number.MAX_SAFE_INTEGER,
  2 ** 63,
  -(2 ** 63),
  1e21,
  1.7976931348623157e308,
  "\u0000",
  "\ud83d",
  "\u200b",
  "\u202eevil",
  "\u200f\u200e",
  "مرحبا",
  "İ".repeat(40),
  "ß".repeat(300),
  "a".repeat(20_001),
  "2026-03-05T11:58:00Z",
  "-271821-04-20T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "9999-12-31T23:59:59.999Z",
  "0000-01-01T00:00:00Z",
  "1e400",
  "NaN",
  "Infinity",
  "=cmd|' /C calc'!A0",
  "<script>alert(1)</script>",
  "{{7*7}}",
  "'; drop table incident; --",
  JSON.parse('{"__proto__": {"isAdmin": true}}'),
  { constructor: { prototype: { isAdmin: true } } },
  { hasOwnProperty: 1, valueOf: null, toJSON: "x" },
  DEEP(200),
  Array.from({ length: 1_000 }, (_, index) => index),
];

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);

const INSTANTS = [
  "2026-03-17T10:00:00Z",
  "2026-03-17T11:30:00.123+02:00",
  "2026-03-18T11:59:59Z",
  "2025-10-26T01:30:00+01:00",
  "1970-01-01T00:00:00Z",
  "2199-12-31T23:59:59Z",
];
const DAYS = ["2026-03-16", "2026-03-17", "2026-01-01", "2024-02-29", "1970-01-01", "2199-12-31"];
const TEXTS = [
  "Outage",
  "Ada",
  "é ü ß",
  "💥 down",
  "مرحبا",
  "a\u200bb",
  "x".repeat(120),
  "e@example.com",
  "eu-1",
];

/** Values that the schema describes; a property's name says which known thing it could mean. */
export function valuesOf(given: JsonSchema, known: Known, name = ""): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    return fc.oneof(...choices.map((one: JsonSchema) => valuesOf(one, known, name)));
  }
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type: string) => valuesOf({ ...schema, type }, known, name)));
  }
  if (schema.type === "string") return stringOf(schema, known, name);
  if (schema.type === "integer" || schema.type === "number") return numberOf(schema);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "null") return fc.constant(null);
  if (schema.type === "array") return arrayOf(schema, known, name);
  if (schema.type === "object") return objectOf(schema, known);
  return hostile;
}

function stringOf(schema: JsonSchema, known: Known, name: string): fc.Arbitrary<string> {
  if (schema.format === "date-time") return fc.constantFrom(...INSTANTS);
  if (schema.format === "date") return fc.constantFrom(...DAYS);
  const meant = meaningOf(name, known);
  const free = fc.oneof(fc.constantFrom(...TEXTS, ...INSTANTS, ...DAYS), fc.string({ maxLength: 30 }));
  if (meant.length > 0) return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...meant) }, free);
  if (typeof schema.pattern === "string" && schema.pattern.includes("[A-Z]{3}"))
    return fc.constantFrom("EUR", "USD");
  if (name === "slug") return fc.stringMatching(/^[a-z]{3,9}$/);
  return free;
}

function meaningOf(name: string, known: Known): readonly string[] {
  if (name === "service" || name === "dependsOn") return known.services;
  if (name === "person" || name === "personId") return known.people;
  if (name === "cursor") return known.cursors;
  if (name === "timeZone") return ["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Apia"];
  if (name === "kind" || name === "cause")
    return ["dns", "unknown", "code-deployment", "genai-assisted-change"];
  if (name === "grain") return ["day", "week", "month", "quarter"];
  return [];
}

function numberOf(schema: JsonSchema): fc.Arbitrary<number> {
  const bound = (value: unknown, other: number) => (typeof value === "number" ? value : other);
  const min = bound(schema.minimum ?? schema.exclusiveMinimum, schema.type === "integer" ? 0 : 1e-6);
  const max = Math.max(min, Math.min(bound(schema.maximum ?? schema.exclusiveMaximum, 1e6), 1e15));
  const edges = fc.constantFrom(min, max, (min + max) / 2);
  if (schema.type === "integer") {
    return fc.oneof(
      edges.map(Math.round),
      fc.integer({ min: Math.ceil(min), max: Math.min(Math.floor(max), 2 ** 31 - 1) }),
    );
  }
  return fc.oneof(edges, fc.double({ min, max, noNaN: true }));
}

function arrayOf(schema: JsonSchema, known: Known, name: string): fc.Arbitrary<unknown[]> {
  const items = typeof schema.items === "object" && schema.items !== null ? { ...schema.items } : {};
  const minLength = typeof schema.minItems === "number" ? schema.minItems : 0;
  return fc.array(valuesOf(items, known, name), { minLength, maxLength: minLength + 3 });
}

function objectOf(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return fc.record(
    Object.fromEntries(properties.map(([name, one]) => [name, valuesOf({ ...one }, known, name)])),
    { requiredKeys: required },
  );
}

const spoilers = fc.array(
  fc.tuple(fc.nat(), fc.constantFrom("replace", "replace", "remove", "add", "double"), hostile),
  { minLength: 1, maxLength: 3 },
);

/** Values with one or more of their parts replaced, removed, added or doubled, at any depth. */
export function spoiled(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(values, spoilers).map(([value, steps]) => {
    const root = { value: structuredClone(value) };
    for (const [pick, how, spoiler] of steps) spoilAt(root, pick, how, spoiler);
    return root.value;
  });
}

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "id",
  "workspaceId",
  "version",
  "",
  "\u0000",
];

function spoilAt(root: object, pick: number, how: string, spoiler: unknown): void {
  const slots = slotsOf(root);
  const slot = slots[pick % slots.length];
  if (slot === undefined) return;
  const [holder, key] = slot;
  const set = (name: string, one: unknown) =>
    Object.defineProperty(holder, name, { value: one, enumerable: true, writable: true, configurable: true });
  if (how === "remove" && holder !== root && !Array.isArray(holder)) Reflect.deleteProperty(holder, key);
  else if (how === "add" && holder !== root && !Array.isArray(holder))
    set(NAMES[pick % NAMES.length] ?? "", spoiler);
  else if (how === "double" && Array.isArray(holder)) holder.push(...holder);
  else set(key, structuredClone(spoiler));
}

function slotsOf(value: unknown): [object, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const own: [object, string] = [value, key];
    return [own, ...slotsOf(child)];
  });
}
