/** A value as JSON holds it and Postgres takes it: without undefined, NUL or half a character. */
export function storable(value: unknown): unknown {
  const plain: unknown = value === undefined ? null : JSON.parse(JSON.stringify(value) ?? "null");
  return withStorableText(plain);
}

/** Postgres keeps no NUL in a text, and no surrogate without its other half. */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, "\uFFFD");
}

function withStorableText(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(withStorableText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [storableText(key), withStorableText(entry)]),
  );
}

/**
 * The text that Postgres gives for the value as jsonb, to the letter. It is what hashes are made of: a reader hashes
 * what the database prints, and nobody needs this program to check one.
 */
export function jsonbText(value: unknown): string {
  if (typeof value === "number") return numericText(value);
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => compareKeys(a, b));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${jsonbText(entry)}`).join(", ")}}`;
}

const encoder = new TextEncoder();

/** jsonb sorts keys by the number of their bytes, then by the bytes. */
function compareKeys(a: string, b: string): number {
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  if (left.length !== right.length) return left.length - right.length;
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/** A number without an exponent, as `numeric` prints it. */
function numericText(value: number): string {
  const text = JSON.stringify(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  const shift = Number(exponent);
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - 1)}${digits}`;
  return `${sign}${digits.padEnd(1 + shift, "0")}`;
}
