import { readEnvironment } from "@/server/env";
import { clientAddress } from "./client-address";
import { peerAddress } from "./peer";

/** The address of the request's client, believing only the proxies that are configured. */
export function requestAddress(headers: Headers): string | null {
  return clientAddress(headers, peerAddress(), readEnvironment().trustedProxies);
}

/** The host of the configured public address; null when none is. */
export function publicHost(): string | null {
  const { publicUrl } = readEnvironment();
  return publicUrl === undefined ? null : new URL(publicUrl).host;
}
