/** No event nests more than a few levels; what walks a value further in may not be as patient as the parser. */
const DEPTH_MAX = 64;

/** Why a body cannot be taken, for its sender. */
export class UnreadableBody extends Error {
  override name = "UnreadableBody";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The text that was signed: the bytes as UTF-8, a byte order mark and all. */
export function decodeBody(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnreadableBody(
      "malformed-text",
      "The body is not UTF-8. Send it in that encoding, uncompressed.",
    );
  }
}

/** The event in a body: JSON, or the field `payload` of a form, as GitHub sends it where that is chosen. */
export function parseBody(text: string, contentType: string): unknown {
  const json = contentType === "application/x-www-form-urlencoded" ? payloadOf(text) : text;
  return parseJson(json.replace(/^\uFEFF/, ""));
}

function payloadOf(form: string): string {
  const payload = new URLSearchParams(form).get("payload");
  if (payload !== null) return payload;
  throw new UnreadableBody("malformed-form", "The form has no field payload.");
}

function parseJson(text: string): unknown {
  if (isDeep(text)) {
    throw new UnreadableBody("too-deep", `The body is nested more than ${DEPTH_MAX} levels deep.`);
  }
  try {
    const value: unknown = JSON.parse(text);
    return ESCAPED.test(text) ? storable(value) : value;
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : "";
    throw new UnreadableBody("malformed-json", `The body is not JSON: ${reason}`);
  }
}

/** Seen in the text, before the parser makes millions of objects of a few megabytes of brackets. */
function isDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInText) {
      if (character === "\\") at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

/** Only as an escape can either stand in a text that was decoded. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/** What Postgres stores no text with is replaced: a host may quote any bytes that somebody committed. */
export function storable(value: unknown): unknown {
  if (typeof value === "string")
    return value.replaceAll("\u0000", "\uFFFD").replace(/\p{Surrogate}/gu, "\uFFFD");
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, storable(one)]));
}
