/**
 * The one name of a repository, whichever of its addresses is given: host and path in lower case, as in
 * "github.com/acme/shop". Null where nothing of a name is left.
 */
export function repositoryName(given: string): string | null {
  const before = known.get(given);
  if (before !== undefined) return before;
  const name = readName(given);
  if (known.size >= KNOWN_MAX) known.clear();
  if (given.length < 400) known.set(given, name);
  return name;
}

/** Of thousands of changes told of at once most are of the same few repositories. */
const KNOWN_MAX = 1000;
const known = new Map<string, string | null>();

function readName(given: string): string | null {
  const text = given.trim().toLowerCase();
  const address = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.*)$/.exec(text);
  // The short form of ssh: user, host, a colon and the path.
  const short = address ? null : /^(?:[^/@\s]+@)([^/:]+):(?!\/\/)(.*)$/.exec(text);
  const [, host, path] = address ?? short ?? [];
  const name = host === undefined || path === undefined ? text : `${host}/${path}`;
  const segments = (name.split(/[?#]/, 1)[0] ?? "").split("/").filter((segment) => segment !== "");
  const plain = segments.join("/").replace(/\.git$/, "");
  return plain === "" || plain === "." ? null : plain.slice(0, 300);
}
