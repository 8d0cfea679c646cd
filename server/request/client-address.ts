import { type AddressRange, addressRange, isWithin, parseAddress } from "./address-range";

/**
 * The address a request came from. X-Forwarded-For is read from its right end, where the nearest proxy writes, and only
 * as far as the hops are trusted: what a caller put into it himself stands further left and is never reached.
 */
export function clientAddress(
  headers: Headers,
  peer: string | null,
  trustedProxies: readonly string[],
): string | null {
  const ranges = rangesOf(trustedProxies);
  let nearest = peer === null ? null : parseAddress(peer);
  if (nearest === null) return null;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").reverse();
  for (const hop of hops) {
    if (!ranges.some((range) => isWithin(nearest!, range))) break;
    const next = parseAddress(withoutPort(hop));
    // What a trusted proxy wrote is no address: it is the last one that is known.
    if (next === null) break;
    nearest = next;
  }
  return nearest.toString();
}

/** Whether the request came over TLS: as the public address says, or a trusted proxy in X-Forwarded-Proto. */
export function isOverTls(
  headers: Headers,
  peer: string | null,
  { publicUrl, trustedProxies }: { publicUrl: string | undefined; trustedProxies: readonly string[] },
): boolean {
  if (publicUrl?.startsWith("https:")) return true;
  const address = peer === null ? null : parseAddress(peer);
  if (address === null || !rangesOf(trustedProxies).some((range) => isWithin(address, range))) return false;
  // The nearest proxy writes last.
  return headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim().toLowerCase() === "https";
}

/** Whom a limit counts together: an IPv4 address, or the /64 that one IPv6 customer has to himself. */
export function addressGroup(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return "unknown";
  if (parsed.kind() === "ipv4") return parsed.toString();
  const bytes = parsed.toByteArray().slice(0, 8);
  const groups = [0, 2, 4, 6].map((at) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  return `${groups.join(":")}::/64`;
}

/** Some proxies write the port too: 203.0.113.9:4711, [2001:db8::1]:4711. */
function withoutPort(hop: string): string {
  const text = hop.trim();
  const inBrackets = /^\[([^\]]+)\](:\d+)?$/.exec(text)?.[1];
  return inBrackets ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

function rangesOf(trustedProxies: readonly string[]): AddressRange[] {
  return trustedProxies.map(addressRange).filter((range) => range !== null);
}
