/** What is known of a response when its headers are sent. */
export interface ResponseFacts {
  contentType: string;
  /** The page's own nonce; null when it was asked for before the process was ready to give one. */
  nonce: string | null;
  isPublicOverTls: boolean;
  isDevelopment: boolean;
}

const FOR_ALL: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-permitted-cross-domain-policies": "none",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), " +
    "midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), browsing-topics=()",
};

const TWO_YEARS = 63_072_000;

/** What is kept nowhere, and least where others read it: a page shows what its reader may see. */
const UNSHARED = "private, no-store";

/** Nothing may be loaded by what is not a page, should a browser ever show it as one. */
const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The headers that every response carries: pages, data, files, errors. They are what a response gets that does not say
 * otherwise itself.
 */
export function responseHeaders(facts: ResponseFacts): Record<string, string> {
  const isPage = facts.contentType.startsWith("text/html");
  return {
    ...FOR_ALL,
    "content-security-policy": isPage ? pagePolicy(facts.nonce, facts.isDevelopment) : DATA_POLICY,
    ...(facts.isPublicOverTls ? { "strict-transport-security": `max-age=${TWO_YEARS}` } : {}),
  };
}

/** Scripts run that carry the nonce, and what those load; inline styles stay, since charts set theirs on elements. */
export function pagePolicy(nonce: string | null, isDevelopment: boolean): string {
  const scripts = nonce === null ? "'none'" : `'nonce-${nonce}' 'strict-dynamic'`;
  return [
    "default-src 'self'",
    // React rebuilds the server's stacks with eval while developing, and only then.
    `script-src ${scripts}${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Build files say themselves how long they hold; everything else that does not refuse to be kept is made to. */
export function cachingOf(path: string, given: string | undefined): string | undefined {
  if (isStaticFile(path) || given?.includes("no-store")) return given;
  return UNSHARED;
}

function isStaticFile(path: string): boolean {
  return path.startsWith("/_next/static/") || path === "/favicon.svg";
}
