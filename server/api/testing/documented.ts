import { z } from "zod";
import { offlineDocument } from "../offline";

export type JsonSchema = { [key: string]: unknown };

const isRecord = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const at = (value: unknown, ...keys: string[]): unknown =>
  keys.reduce<unknown>((one, key) => (isRecord(one) ? one[key] : undefined), value);

const document: unknown = JSON.parse(JSON.stringify(offlineDocument()));

export interface DocumentedParameter {
  name: string;
  in: string;
  schema: JsonSchema;
}

/** An operation as a reader of the document knows it. */
export interface DocumentedOperation {
  method: string;
  path: string;
  parameters: DocumentedParameter[];
  body: JsonSchema | null;
  example: unknown;
  /** By status; null where the answer has no JSON. */
  responses: Record<string, z.ZodType | null>;
}

export function documentedOperations(): DocumentedOperation[] {
  return entriesOf(at(document, "paths")).flatMap(([path, item]) =>
    entriesOf(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: parametersOf(operation),
      body: schemaAt(operation, "requestBody", "content", "application/json", "schema"),
      example: exampleOf(schemaAt(operation, "requestBody", "content", "application/json", "schema")),
      responses: Object.fromEntries(
        entriesOf(at(operation, "responses"))
          .filter(([status]) => /^2/.test(status))
          .map(([status, response]) => [status, validatorOf(response)]),
      ),
    })),
  );
}

const entriesOf = (value: unknown): [string, unknown][] => Object.entries(isRecord(value) ? value : {});

function parametersOf(operation: unknown): DocumentedParameter[] {
  const listed = at(operation, "parameters");
  return (Array.isArray(listed) ? listed : []).map((one: unknown) => ({
    name: String(at(one, "name")),
    in: String(at(one, "in")),
    schema: schemaAt(one, "schema") ?? {},
  }));
}

function schemaAt(value: unknown, ...keys: string[]): JsonSchema | null {
  const found = at(value, ...keys);
  return isRecord(found) ? found : null;
}

/** A schema under its own name in place of the reference to it. */
export function resolved(schema: JsonSchema): JsonSchema {
  if (typeof schema.$ref !== "string") return schema;
  return schemaAt(document, ...schema.$ref.replace("#/", "").split("/")) ?? {};
}

function exampleOf(schema: JsonSchema | null): unknown {
  const examples = schema === null ? undefined : resolved(schema).examples;
  return Array.isArray(examples) ? examples[0] : undefined;
}

function validatorOf(response: unknown): z.ZodType | null {
  const schema = schemaAt(response, "content", "application/json", "schema");
  return schema === null ? null : z.fromJSONSchema({ ...inlined(schema), $schema: DRAFT });
}

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** The schema with every reference replaced by what it refers to. */
function inlined(schema: JsonSchema): JsonSchema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(resolved(value)).map(([key, child]) => [key, walk(child)]));
  };
  const whole = walk(schema);
  return isRecord(whole) ? whole : {};
}
