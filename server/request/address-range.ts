import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type AddressRange = [Address, number];

/** An address as itself: an IPv4 one in IPv6 clothes (::ffff:10.0.0.1) is the IPv4 one, a zone (%eth0) is left out. */
export function parseAddress(text: string): Address | null {
  const bare = text.trim().replace(/%.*$/, "");
  // Only the usual notations: ipaddr.js would also take 0x7f.1 and 127.1 for 127.0.0.1.
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return null;
  return ipaddr.process(bare);
}

/** An address or a CIDR range; null when the text is neither. */
export function addressRange(text: string): AddressRange | null {
  const [head = "", length, ...rest] = text.split("/");
  const address = parseAddress(head);
  if (address === null || rest.length > 0) return null;
  const bits = address.kind() === "ipv4" ? 32 : 128;
  if (length === undefined) return [address, bits];
  return /^\d{1,3}$/.test(length) && Number(length) <= bits ? [address, Number(length)] : null;
}

export function isWithin(address: Address, [first, length]: AddressRange): boolean {
  return address.kind() === first.kind() && address.match(first, length);
}
