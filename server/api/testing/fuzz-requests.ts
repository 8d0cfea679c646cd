import fc from "fast-check";
import type { DocumentedOperation, DocumentedParameter } from "./documented";
import { hostile, type Known, spoiled, valuesOf } from "./fuzz-values";

export interface FuzzRequest {
  operation: DocumentedOperation;
  method: string;
  address: string;
  headers: Record<string, string>;
  body: string | undefined;
  caller: number;
}

const PLACES = [
  "1",
  "INC-1",
  "0",
  "-1",
  "99999999999999999999",
  "nope",
  "01980000-0000-7000-8000-000000000000",
  "00000000-0000-0000-0000-00000000000g",
  "%00",
  "%F0%28",
  "%ff%fe",
  "..%2f..%2fetc",
  ".",
  "..;",
  "%E2%80%AE",
  "%ED%A0%80",
  "a%20b",
  "x".repeat(3_000),
  "__proto__",
  "constructor",
];

/** Requests of the operation: as documented, almost as documented, and not at all. */
export function requestsOf(
  operation: DocumentedOperation,
  known: Known,
  callers: number,
): fc.Arbitrary<FuzzRequest> {
  return fc
    .record({
      places: fc.array(fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...PLACES) }, fc.constant(null)), {
        minLength: 3,
        maxLength: 3,
      }),
      picks: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
      query: queryOf(operation.parameters, known),
      body: bodyOf(operation, known),
      headers: headersOf(known),
      method: fc.oneof(
        { weight: 40, arbitrary: fc.constant(operation.method) },
        fc.constantFrom("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND"),
      ),
      // The first caller may do everything; the others are there to be refused.
      caller: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: callers - 1 })),
    })
    .map(({ places, picks, query, body, headers, method, caller }) => ({
      operation,
      method,
      address: `${addressOf(operation.path, places, picks, known)}${query}`,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: method === "GET" || method === "HEAD" ? undefined : body,
      caller,
    }));
}

function addressOf(path: string, places: (string | null)[], picks: number[], known: Known): string {
  let nth = -1;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    nth += 1;
    const real = knownFor(path, name, known);
    return places[nth] ?? real[(picks[nth] ?? 0) % real.length] ?? "1";
  });
}

function knownFor(path: string, name: string, known: Known): string[] {
  if (name === "impactId") return known.impacts;
  if (path.includes("/workspaces/")) return [known.workspace];
  if (path.includes("/services/")) return known.services;
  if (path.includes("/people/")) return known.people;
  if (path.includes("/marks/")) return known.marks;
  if (path.includes("/imports/")) return known.imports;
  return known.incidents;
}

const asText = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** Lone halves of surrogate pairs have no UTF-8, so they go as the bytes that some programs send for them. */
const encoded = (text: string) =>
  [...text.slice(0, 900)]
    .map((one) => (/\p{Surrogate}/u.test(one) ? "%ED%A0%80" : encodeURIComponent(one)))
    .join("");

function queryOf(parameters: readonly DocumentedParameter[], known: Known): fc.Arbitrary<string> {
  const named = parameters.filter((one) => one.in === "query");
  if (named.length === 0) return fc.constantFrom("", "", "", "?x=%00", "?workspace=nope", "?%F0=%28");
  const one = fc.oneof(
    ...named.map(({ name, schema }) =>
      fc.oneof({ weight: 4, arbitrary: valuesOf(schema, known, name) }, hostile).map((value) => {
        const texts = Array.isArray(value) ? value.slice(0, 5).map(asText) : [asText(value)];
        return texts.map((text) => `${name}=${encoded(text)}`).join("&");
      }),
    ),
  );
  // The same name twice is what fc.array gives now and then.
  return fc.array(one, { maxLength: 4 }).map((pairs) => (pairs.length === 0 ? "" : `?${pairs.join("&")}`));
}

function bodyOf(
  { body, example, method }: DocumentedOperation,
  known: Known,
): fc.Arbitrary<string | undefined> {
  if (method === "GET" || method === "DELETE") return fc.constant(undefined);
  const valid = fc.oneof(
    valuesOf(body ?? {}, known),
    ...(example === undefined ? [] : [fc.constant(example)]),
  );
  return fc.oneof(
    { weight: 4, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: spoiled(valid).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: hostile.map((value) => JSON.stringify(value)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("", "{", "nul", "[1,]", '{"a":1}{"b":2}', "\ufeff{}", "'", '"\\ud800"'),
    },
  );
}

const LATIN = fc.constantFrom("é", "a, b", "\t", "x".repeat(2_000), "%00", "null", "\u00a0", '"', "1;2");

function headersOf(known: Known): fc.Arbitrary<Record<string, string>> {
  const ifMatch = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("*", '"1"', '"2"', '"3"') },
    fc.constantFrom('"0"', "-1", "1e3", '"99999999999"', 'W/"2"', '"1", "2"', "", '"'),
    LATIN,
  );
  const odd = fc.record(
    {
      "if-match": ifMatch,
      "idempotency-key": fc.oneof(
        fc.stringMatching(/^[a-z]{8}$/),
        fc.constantFrom("same", "k".repeat(256)),
        LATIN,
      ),
      "faultline-workspace": fc.oneof(
        { weight: 3, arbitrary: fc.constant(known.workspace) },
        fc.constantFrom("default", "nope", "__proto__", ""),
        LATIN,
      ),
      "x-request-id": LATIN,
      "content-type": fc.constantFrom(
        "text/plain",
        "application/json; charset=utf-16",
        "application/x+json",
        ";",
        "é",
      ),
      "accept-language": LATIN,
      "x-forwarded-for": LATIN,
      cookie: fc.constantFrom("faultline-workspace=%00", "=;=;=", "a=b; faultline.session_token=x.y", "é"),
    },
    { requiredKeys: [] },
  );
  return fc.oneof(
    { weight: 3, arbitrary: ifMatch.map((value) => ({ "if-match": value })) },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: fc.constant({}) },
  );
}
