import { randomBytes } from "node:crypto";
import http from "node:http";
import { Duplex } from "node:stream";
import { readEnvironment } from "@/server/env";
import { refusalOf, refuse, refuseMalformed } from "./malformed";
import { withPeer } from "./peer";
import { cachingOf, pagePolicy, responseHeaders } from "./response-headers";

const HEADERS_TIMEOUT_MS = 15_000;
/** Longer than the minute for which proxies keep an idle connection: one that we end first costs its next caller a 502. */
const KEEP_ALIVE_MS = 75_000;
/** A file of 256 MiB on a slow line needs its time; everything else is small. */
const UPLOAD_TIMEOUT_MS = 300_000;
const BODY_TIMEOUT_MS = 30_000;
const UPLOADS = /^\/api\/v1\/imports(\/|\?|$)/;

const PREPARED = Symbol.for("faultline.http-server");
const shared: typeof globalThis & { [PREPARED]?: boolean } = globalThis;
const nonces = new WeakMap<http.ServerResponse, string>();

/**
 * Puts what every request and response needs in front of the framework, at the server itself: files, redirects and its
 * own errors pass here too, and what is set here is set at run time and not at build time.
 */
export function prepareHttpServer(): void {
  if (shared[PREPARED]) return;
  shared[PREPARED] = true;
  const isDevelopment = process.env.NODE_ENV === "development";
  receiveRequests(isDevelopment);
  sendHeaders(isDevelopment, readEnvironment().publicUrl?.startsWith("https:") ?? false);
}

function receiveRequests(isDevelopment: boolean): void {
  const emit = http.Server.prototype.emit;
  http.Server.prototype.emit = function receive(
    this: http.Server,
    event: string | symbol,
    ...args: unknown[]
  ): boolean {
    const pass = (): boolean => Reflect.apply(emit, this, [event, ...args]);
    const [request, response] = args;
    if (event === "connection") boundConnections(this);
    if (event === "clientError" && this.listenerCount(event) === 0 && response instanceof Duplex) {
      return refuseMalformed(request, response);
    }
    if (!(request instanceof http.IncomingMessage)) return pass();
    if (response instanceof http.ServerResponse) {
      boundBody(request);
      request.url = originForm(request.url ?? "");
      const refusal = refusalOf(request.method ?? "", request.url);
      if (refusal !== null) {
        refuse(response, refusal);
        return true;
      }
      giveNonce(request, response, isDevelopment);
      request.headers["x-faultline-path"] = pagePath(request.url ?? "/");
    }
    return withPeer(request.socket.remoteAddress, pass);
  };
}

/** A target as proxies write it, with a host, as its path: else the framework redirects to whatever host it names. */
function originForm(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return path === target || path.startsWith("/") ? path : `/${path}`;
}

/** A connection that sends its request in drops is ended; one that is idle between two is kept for a while. */
function boundConnections(server: http.Server): void {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = UPLOAD_TIMEOUT_MS;
}

/** Also of a request that was answered before its end: its connection would be held for nothing. */
function boundBody(request: http.IncomingMessage): void {
  const hasBody = "content-length" in request.headers || "transfer-encoding" in request.headers;
  if (!hasBody || UPLOADS.test(request.url ?? "")) return;
  const { socket } = request;
  const timer = setTimeout(() => {
    if (!request.complete) socket.destroy();
  }, BODY_TIMEOUT_MS);
  timer.unref();
  request.once("close", () => {
    if (request.complete || socket.destroyed) clearTimeout(timer);
  });
}

/** Where a page is, to come back to it after signing in; the framework adds a parameter of its own to what it fetches. */
function pagePath(address: string): string {
  return address.replace(/([?&])_rsc=[^&]*(&|$)/, (_, before, after) => (after === "&" ? before : ""));
}

/** The framework puts the nonce of this request header on its scripts; a caller's own must not choose it. */
function giveNonce(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  isDevelopment: boolean,
): void {
  const nonce = randomBytes(16).toString("base64");
  delete request.headers["content-security-policy-report-only"];
  request.headers["content-security-policy"] = pagePolicy(nonce, isDevelopment);
  nonces.set(response, nonce);
}

function sendHeaders(isDevelopment: boolean, isPublicOverTls: boolean): void {
  const writeHead = http.ServerResponse.prototype.writeHead;
  http.ServerResponse.prototype.writeHead = function complete(this: http.ServerResponse, ...args: unknown[]) {
    const headers = responseHeaders({
      contentType: String(this.getHeader("content-type") ?? ""),
      nonce: nonces.get(this) ?? null,
      isPublicOverTls,
      isDevelopment,
    });
    for (const [name, value] of Object.entries(headers)) {
      if (!this.headersSent && !this.hasHeader(name)) this.setHeader(name, value);
    }
    const caching = cachingOf(this.req?.url ?? "", this.getHeader("cache-control")?.toString());
    if (!this.headersSent && caching !== undefined) this.setHeader("cache-control", caching);
    return Reflect.apply(writeHead, this, args);
  };
}
