import { rootOf } from "./database-error";

/** What an error of the database means to whoever asked: the status, code and words of an answer. */
export interface DatabaseFault {
  status: number;
  code: string;
  message: string;
  /** Where the same may work a little later. */
  retryAfterS?: number;
}

/** Classes of Postgres's error codes (SQLSTATE) that mean no connection, or one that ended. */
const UNAVAILABLE = /^(08|57P0[123]|53[034]00|3D000|28)/;
const UNAVAILABLE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EPIPE",
  "ENOENT",
  "EHOSTUNREACH",
]);
const UNAVAILABLE_WORDS =
  /timeout exceeded when trying to connect|connection terminated|client has encountered a connection error|cannot use a pool after|connection timeout/i;

/** An error of the database, its driver or the connection in words; null for any other error. */
export function databaseFault(error: unknown): DatabaseFault | null {
  const { code, message } = rootOf(error);
  // The caller went away while sending: Node calls that a reset connection, too.
  if (code === "ECONNRESET" && message === "aborted") {
    return {
      status: 400,
      code: "request-aborted",
      message: "The request ended before all of it had come. Send it again.",
    };
  }
  if (UNAVAILABLE_CODES.has(code) || UNAVAILABLE.test(code) || UNAVAILABLE_WORDS.test(message)) {
    return {
      status: 503,
      code: "database-unavailable",
      message:
        "The database does not answer. Try again in a few seconds; a write that was under way may or may not have been kept.",
      retryAfterS: 5,
    };
  }
  if (["40001", "40P01", "55P03"].includes(code)) return busy("Too many writes met each other. Try again.");
  if (code === "57014") {
    return busy("The database needed too long for this. Ask for less at once, or try again.");
  }
  if (code === "23505")
    return { status: 409, code: "already-exists", message: "Something with this name exists." };
  if (code === "23503") {
    return {
      status: 409,
      code: "reference-missing",
      message: "Something this refers to does not exist any more.",
    };
  }
  // Text with a NUL, a number out of range, a day no calendar has: the caller's values, not a failure here.
  if (/^22/.test(code) || code === "23514") {
    return {
      status: 422,
      code: "invalid-value",
      message: "One of the values is outside of what can be stored.",
    };
  }
  return null;
}

function busy(message: string): DatabaseFault {
  return { status: 503, code: "busy", message, retryAfterS: 1 };
}
