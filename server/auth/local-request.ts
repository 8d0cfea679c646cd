import { isLoopback } from "@/server/loopback";
import { parseAddress } from "@/server/request/address-range";

/** Where proxies write whom they speak for, one address or several. */
const ADDRESS_HEADERS = ["x-forwarded-for", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"];

/**
 * Whether the request was made on this very machine: the socket's other end and the name it was sent to are loopback,
 * and nothing in it says that it was passed on for somebody elsewhere.
 */
export function isLocalRequest(headers: Headers, peer: string | null): boolean {
  if (peer === null || !isLoopbackAddress(peer)) return false;
  if (!isLoopback(headers.get("host") ?? "") || headers.has("forwarded") || headers.has("via")) return false;
  const names = listed(headers, "x-forwarded-host");
  const addresses = ADDRESS_HEADERS.flatMap((name) => listed(headers, name));
  return names.every(isLoopback) && addresses.every(isLoopbackAddress);
}

function isLoopbackAddress(text: string): boolean {
  return parseAddress(text)?.range() === "loopback";
}

function listed(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}
