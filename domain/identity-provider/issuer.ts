/** What the name of an issuer must be, in words; null when it may be asked for its metadata. */
export function issuerProblem(issuer: string): string | null {
  if (!URL.canParse(issuer)) return "Give the issuer's address, such as https://login.example.com.";
  const url = new URL(issuer);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackName(url.hostname))) {
    return "An issuer is asked over https only; http is for a provider on this machine.";
  }
  if (url.username !== "" || url.search !== "" || url.hash !== "" || issuer.includes("?")) {
    return "An issuer has no user, query or fragment: give the address alone.";
  }
  if (url.pathname.includes("/.well-known/")) {
    return "Give the issuer itself, without /.well-known/openid-configuration.";
  }
  return null;
}

/** localhost and what is below it, 127.0.0.0/8 and ::1: this machine and nobody else. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}
