import { lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { isLoopbackName } from "@/domain/identity-provider/issuer";
import { parseAddress } from "@/server/request/address-range";

/** Which addresses a server outside may have. Everything public may; these come on top. */
export interface ReachableNetwork {
  /** This machine, for what itself is on it. */
  loopback: boolean;
  /** Hosts that the operator says are inside the own network. */
  privateHosts: readonly string[];
}

export interface GuardedRequest {
  method: string;
  headers?: http.OutgoingHttpHeaders | Headers | undefined;
  body?: string | undefined;
  signal: AbortSignal;
  /** Of the answer's body. */
  bytesMax: number;
  /** A longer body ends the request as a failure, or is cut off where only its beginning is wanted. */
  longer: "refuse" | "cut";
  /** What a person does where the address is refused. */
  wayOut: string;
  /** As `dns.lookup`; tests give their own names. */
  lookup?: typeof lookup;
}

export interface GuardedAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** Nothing was answered, or nothing was asked because the address is one that is not connected to. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/**
 * Asks a server whose address a person entered, so that it does not become a way into the operator's network: what a
 * name resolves to is checked as it is connected to, no redirect is followed, time and size are bounded.
 */
export function guardedRequest(
  url: URL,
  network: ReachableNetwork,
  asked: GuardedRequest,
): Promise<GuardedAnswer> {
  return new Promise((resolve, reject) => {
    const mayBe = rangesFor(url.hostname, network);
    if (isForbidden(url.hostname, mayBe)) return reject(forbidden(url.hostname, asked.wayOut));
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, {
      method: asked.method,
      headers: asked.headers as http.OutgoingHttpHeaders,
      signal: asked.signal,
      // A kept connection could be one that somebody else's address was allowed.
      agent: false,
      lookup: lookupWithin(mayBe, asked),
    });
    request.once("error", (error) => reject(asUnreachable(url, error)));
    request.once("response", (response) => {
      readBounded(response, asked).then(
        (body) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body }),
        (error) => reject(asUnreachable(url, error)),
      );
    });
    request.end(asked.body);
  });
}

const OLD_FORM = ipaddr.parse("::");
const PRIVATE = ["private", "uniqueLocal", "carrierGradeNat"];

/** The kinds of address that the host may have; link-local ones, where clouds tell secrets, are never among them. */
export function rangesFor(hostname: string, network: ReachableNetwork): ReadonlySet<string> {
  if (isLoopbackName(hostname)) return new Set(network.loopback ? ["loopback"] : []);
  const isPrivate = network.privateHosts.includes(hostname.toLowerCase());
  return new Set(["unicast", ...(isPrivate ? PRIVATE : [])]);
}

/** Whether the host can be told to be out of bounds without asking what its name resolves to. */
export function isForbidden(hostname: string, mayBe: ReadonlySet<string>): boolean {
  const range = rangeOf(hostname.replace(/^\[|\]$/g, ""));
  return range === null ? mayBe.size === 0 : !mayBe.has(range);
}

/** Null for what is a name. An IPv4 address in the old clothes of ::/96 passes for none, whatever it stands for. */
function rangeOf(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  const isOldForm = address.kind() === "ipv6" && address.match(OLD_FORM, 96) && address.range() === "unicast";
  return isOldForm ? "reserved" : address.range();
}

function lookupWithin(
  mayBe: ReadonlySet<string>,
  { wayOut, lookup: resolveName = lookup }: GuardedRequest,
): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "");
      const allowed = found.filter(({ address }) => mayBe.has(rangeOf(address) ?? ""));
      const [first] = allowed;
      // A name with one address inside and one outside is not trusted with either.
      if (first === undefined || allowed.length < found.length) {
        return callback(forbidden(hostname, wayOut), "");
      }
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function forbidden(hostname: string, wayOut: string): Unreachable {
  return new Unreachable(`${hostname} has an address that Faultline does not connect to. ${wayOut}`);
}

function asUnreachable(url: URL, error: Error): Unreachable {
  if (error instanceof Unreachable) return error;
  const reason =
    error.name === "AbortError" || error.name === "TimeoutError" ? "it took too long" : error.message;
  return new Unreachable(`${url.host} did not answer: ${reason}.`, { cause: error });
}

/** Where only the beginning is wanted, what comes after it, or never comes, takes nothing from the answer. */
async function readBounded(
  response: http.IncomingMessage,
  { bytesMax, longer }: GuardedRequest,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of response) {
      const chunk = Buffer.from(part);
      bytes += chunk.length;
      parts.push(chunk);
      if (bytes <= bytesMax) continue;
      if (longer === "cut") break;
      throw new Unreachable(`The answer is larger than ${bytesMax / 1024} KiB.`);
    }
  } catch (error) {
    if (longer === "refuse") throw error;
  }
  return Buffer.concat(parts).subarray(0, bytesMax);
}
