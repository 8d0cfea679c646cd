import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ApiProblem } from "./api-problem";
import { isHook } from "./authentication";
import { areChangesInBulk } from "./change-lines";
import type { ApiEnvironment } from "./environment";

const MEBIBYTE = 1024 * 1024;
const DEFAULT_BYTES_MAX = 5 * MEBIBYTE;
/** Batches and files come in one piece. */
const LARGE_BYTES_MAX = { "/ai-usage": 16 * MEBIBYTE, "/hooks/": 25 * MEBIBYTE, "/imports": 256 * MEBIBYTE };

/** No body here nests more than a few levels; what walks a value further in may not be as patient as the parser. */
const DEPTH_MAX = 64;

const WRITING = new Set(["POST", "PUT", "PATCH"]);

/** Its lines are worked off as they come, and each has a limit of its own. */
const isStreamed = ({ req }: Context<ApiEnvironment>): boolean =>
  areChangesInBulk(req.method, req.path, req.header("content-type"));

/** Refuses a body that is too large before it is read to its end. */
export const limitBody: MiddlewareHandler<ApiEnvironment> = (c, next) => {
  if (isStreamed(c)) return next();
  const large = Object.entries(LARGE_BYTES_MAX).find(([part]) => c.req.path.includes(`/api/v1${part}`));
  const maxSize = large?.[1] ?? DEFAULT_BYTES_MAX;
  const limit = bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiProblem(
        413,
        "body-too-large",
        `The body is larger than ${maxSize / MEBIBYTE} MiB. Send it in several requests.`,
      );
    },
  });
  return limit(c, next);
};

/** Reads a JSON body once, so that one that cannot be read or stored is refused before any handler. */
export const readJson: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  if (/%00/.test(c.req.url)) refuseNul("");
  const { method, path } = c.req;
  const isFile = path.startsWith("/api/v1/imports") || isHook(method, path) || isStreamed(c);
  const type = c.req.header("content-type") ?? "";
  const isJson = /^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i.test(type);
  // A file is taken as it is, whatever it is called: its reader refuses line by line. An event is signed as it is.
  if (WRITING.has(method) && !isFile) {
    const text = decode(await c.req.arrayBuffer());
    if (text.trim() === "") {
      if (isJson) replaceBody(c, "{}");
    } else if (!isJson) {
      throw new ApiProblem(
        415,
        "unsupported-content-type",
        `Send the body as Content-Type: application/json${type ? `, not ${type.slice(0, 80)}` : ""}.`,
      );
    } else {
      refuseUnstorable(parse(text));
    }
  }
  await next();
};

/** A body that says it is JSON and is empty means a step without details. */
function replaceBody(c: Context<ApiEnvironment>, text: string): void {
  const { url, method, headers } = c.req.raw;
  c.req.raw = new Request(url, { method, headers, body: text });
  c.req.bodyCache = {};
}

/** Read leniently, broken bytes would be stored as a text that nobody sent. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ApiProblem(
      400,
      "malformed-text",
      "The body is not UTF-8. Send it in that encoding, uncompressed.",
    );
  }
}

/** Seen in the text, before the parser makes millions of objects of a few megabytes of brackets. */
function refuseDeep(text: string): void {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isInText) {
      if (character === "\\") at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > DEPTH_MAX) {
      throw new ApiProblem(422, "too-deep", `The body is nested more than ${DEPTH_MAX} levels deep.`);
    }
  }
}

function parse(text: string): unknown {
  refuseDeep(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : "";
    throw new ApiProblem(400, "malformed-json", `The body is not JSON: ${reason}`);
  }
}

/** Postgres stores no NUL character, and no half of a surrogate pair. */
function refuseUnstorable(root: unknown): void {
  const waiting: { value: unknown; path: string }[] = [{ value: root, path: "" }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value === "string") {
      if (value.includes("\u0000")) refuseNul(path);
      if (/\p{Surrogate}/u.test(value)) {
        throw new ApiProblem(422, "invalid-text", `${path}: this text has a broken character.`, {
          field: path,
        });
      }
    } else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        const place = path === "" ? key : `${path}.${key}`;
        if (key === "__proto__") refuseName(place);
        if (key.includes("\u0000")) refuseNul(path);
        waiting.push({ value: child, path: place });
      }
    }
  }
}

/** Copied from object to object, a value of this name would become what they inherit from. */
function refuseName(path: string): never {
  throw new ApiProblem(422, "reserved-name", `${path}: this name cannot be used.`, { field: path });
}

function refuseNul(path: string): never {
  throw new ApiProblem(
    422,
    "invalid-text",
    `${path || "The address"}: text may not hold a NUL character.`,
    path === "" ? {} : { field: path },
  );
}
