import { lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import type { CustomFetch, CustomFetchOptions } from "openid-client";
import { isLoopbackName } from "@/domain/identity-provider/issuer";
import { parseAddress } from "@/server/request/address-range";

/** Which addresses a provider may have. Everything public may; these come on top. */
export interface ProviderNetwork {
  /** This machine, for an issuer that itself is on it. */
  loopback: boolean;
  /** Hosts that the operator says are inside the own network. */
  privateHosts: readonly string[];
}

const BYTES_MAX = 512 * 1024;
export const TIMEOUT_S = 6;

class ProviderUnreachable extends Error {
  override name = "ProviderUnreachable";
}

/**
 * Asks an identity provider. Its owner names the addresses, so it must not become a way into the operator's network: what
 * a name resolves to is checked as it is connected to, no redirect is followed, time and size are bounded.
 */
export function providerFetch(network: ProviderNetwork): CustomFetch {
  return (address, options) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const mayBe = rangesFor(url.hostname, network);
      const literal = parseAddress(url.hostname.replace(/^\[|\]$/g, ""));
      const isForbidden = literal === null ? mayBe.size === 0 : !mayBe.has(literal.range());
      if (isForbidden) return reject(forbidden(url.hostname));
      const client = url.protocol === "https:" ? https : http;
      const request = client.request(url, {
        method: options.method,
        headers: options.headers,
        signal: options.signal ?? AbortSignal.timeout(TIMEOUT_S * 1000),
        // A kept connection could be one that another provider was allowed.
        agent: false,
        lookup: lookupWithin(mayBe),
      });
      request.once("error", (error) => reject(asUnreachable(url, error)));
      request.once("response", (response) => {
        readBounded(response).then(
          (body) => resolve(asResponse(response, body)),
          (error) => reject(asUnreachable(url, error)),
        );
      });
      request.end(bodyOf(options.body));
    });
}

const PRIVATE = ["private", "uniqueLocal", "carrierGradeNat"];

/** The kinds of address that the host may have; link-local ones, where clouds tell secrets, are never among them. */
export function rangesFor(hostname: string, network: ProviderNetwork): ReadonlySet<string> {
  if (isLoopbackName(hostname)) return new Set(network.loopback ? ["loopback"] : []);
  const isPrivate = network.privateHosts.includes(hostname.toLowerCase());
  return new Set(["unicast", ...(isPrivate ? PRIVATE : [])]);
}

function lookupWithin(mayBe: ReadonlySet<string>): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "");
      const allowed = found.filter(({ address }) => mayBe.has(parseAddress(address)?.range() ?? ""));
      const [first] = allowed;
      // A name with one address inside and one outside is not trusted with either.
      if (first === undefined || allowed.length < found.length) return callback(forbidden(hostname), "");
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function forbidden(hostname: string): ProviderUnreachable {
  return new ProviderUnreachable(
    `${hostname} has an address that Faultline does not connect to. For a provider inside your own network, its operator names the host in FAULTLINE_PRIVATE_PROVIDERS.`,
  );
}

function asUnreachable(url: URL, error: Error): ProviderUnreachable {
  if (error instanceof ProviderUnreachable) return error;
  const reason =
    error.name === "AbortError" || error.name === "TimeoutError" ? "it took too long" : error.message;
  return new ProviderUnreachable(`${url.host} did not answer: ${reason}.`, { cause: error });
}

async function readBounded(response: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > BYTES_MAX)
      throw new ProviderUnreachable(`The answer is larger than ${BYTES_MAX / 1024} KiB.`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function asResponse(response: http.IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
  }
  const status = response.statusCode ?? 502;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? new Uint8Array(body) : null, { status, headers });
}

function bodyOf(body: CustomFetchOptions["body"]): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return body.toString();
  throw new ProviderUnreachable("Only forms are sent to a provider.");
}
