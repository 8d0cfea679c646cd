const BASE = "http://localhost";

/** A path of this application to go to after signing in; anything else, such as another site's address, is `/`. */
export function safeReturnPath(text: string | null | undefined): string {
  if (!text || text.length > 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes("\\"))
    return "/";
  if (!URL.canParse(text, BASE)) return "/";
  const url = new URL(text, BASE);
  // "/..//other.example" becomes "//other.example", which is another site again.
  if (url.origin !== BASE || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
