import type { CustomFetch, CustomFetchOptions } from "openid-client";
import {
  type GuardedAnswer,
  guardedRequest,
  type ReachableNetwork,
  Unreachable,
} from "@/server/outgoing/guarded-request";

const BYTES_MAX = 512 * 1024;
export const TIMEOUT_S = 6;
const WAY_OUT =
  "For a provider inside your own network, its operator names the host in FAULTLINE_PRIVATE_PROVIDERS.";

/** Asks an identity provider, whose addresses its owner names. */
export function providerFetch(network: ReachableNetwork): CustomFetch {
  return async (address, options) => {
    const answer = await guardedRequest(new URL(address), network, {
      method: options.method,
      headers: options.headers,
      body: bodyOf(options.body),
      signal: options.signal ?? AbortSignal.timeout(TIMEOUT_S * 1000),
      bytesMax: BYTES_MAX,
      longer: "refuse",
      wayOut: WAY_OUT,
    });
    return asResponse(answer);
  };
}

function asResponse({ status, headers: told, body }: GuardedAnswer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(told)) {
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
  }
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? new Uint8Array(body) : null, { status, headers });
}

function bodyOf(body: CustomFetchOptions["body"]): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return body.toString();
  throw new Unreachable("Only forms are sent to a provider.");
}
