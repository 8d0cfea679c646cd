/**
 * localhost and its subdomains, 127.0.0.0/8, [::1], with or without a port. Without accounts, whoever reaches the
 * application may do everything, so it answers to these names alone: another site's name could be made to resolve here.
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d*$/, "").toLowerCase().replace(/\.$/, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}
