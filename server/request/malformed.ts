import http from "node:http";
import type { Duplex } from "node:stream";
import { v7 as uuidv7 } from "uuid";
import { responseHeaders } from "./response-headers";

interface Refusal {
  status: number;
  code: string;
  detail: string;
}

const BY_PARSER_CODE: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: "headers-too-large",
    detail: "The headers of the request are too large. Send fewer or shorter ones.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: "request-timeout",
    detail: "The request did not arrive in time. Send it again.",
  },
};

const MALFORMED: Refusal = {
  status: 400,
  code: "malformed-request",
  detail: "This is not a request that HTTP allows.",
};

/** Answers what the parser refused, before there is a request, in the same form as every other error. */
export function refuseMalformed(error: unknown, socket: Duplex): boolean {
  const parserCode = error instanceof Error && "code" in error ? String(error.code) : "";
  // Nothing more can be written to a connection that is gone, or in the middle of an answer.
  if (!socket.writable || parserCode === "ECONNRESET" || hasBegunAnswer(socket)) {
    socket.destroy();
    return true;
  }
  const refusal = BY_PARSER_CODE[parserCode] ?? MALFORMED;
  const { headers, body } = answerOf(refusal);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `${refusal.status} ${http.STATUS_CODES[refusal.status]}`;
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${body}`, () => socket.destroy());
  return true;
}

/** Methods that the framework can make no request of, and takes for a failure of its own. */
const UNSERVED_METHODS = new Set(["CONNECT", "TRACE", "TRACK"]);

/** Why a request that the parser let pass goes no further; null for any other. */
export function refusalOf(method: string, url: string): Refusal | null {
  if (UNSERVED_METHODS.has(method)) {
    return { status: 405, code: "method-not-allowed", detail: `Nothing here answers to ${method}.` };
  }
  if (!url.startsWith("/")) {
    return { ...MALFORMED, detail: "The address begins with a slash, such as /api/v1/incidents." };
  }
  if (!isReadableAddress(url))
    return { ...MALFORMED, detail: "The address holds an escape that is no text." };
  return null;
}

/**
 * Whether the address can be decoded. The framework takes one that cannot for a failure of its own; a NUL, which no name
 * here holds and no database takes, is left to the API's own words there.
 */
function isReadableAddress(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
  } catch {
    return false;
  }
  return url.startsWith("/api/v1/") || !url.includes("%00");
}

export function refuse(response: http.ServerResponse, refusal: Refusal): void {
  const { headers, body } = answerOf(refusal);
  response.writeHead(refusal.status, headers).end(body);
}

function answerOf({ status, code, detail }: Refusal): { headers: Record<string, string>; body: string } {
  const requestId = uuidv7();
  const type = `urn:faultline:problem:${code}`;
  const body = JSON.stringify({ type, title: http.STATUS_CODES[status], status, code, detail, requestId });
  const headers = {
    ...responseHeaders({ contentType: "", nonce: null, isPublicOverTls: false, isDevelopment: false }),
    "cache-control": "no-store",
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(body)),
    "x-request-id": requestId,
    connection: "close",
  };
  return { headers, body };
}

/** Node keeps the response under way on its socket. */
function hasBegunAnswer(socket: Duplex): boolean {
  const message: unknown = "_httpMessage" in socket ? socket._httpMessage : null;
  return message instanceof http.ServerResponse && message.headersSent;
}
