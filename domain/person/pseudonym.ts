/** By what a person is known, in full. */
export interface Identity {
  names: readonly string[];
  emails: readonly string[];
  handles: readonly string[];
}

export interface Pseudonym {
  name: string;
  email: string;
  handle(handle: string): string;
}

const ERASED = /^Erased person [0-9a-f]{6}$/;

/** Whether a name is the one that an erasure left. */
export const isErased = (name: string): boolean => ERASED.test(name);

/** What stands for an erased person from then on; `word` is six random hexadecimal digits. */
export function pseudonymOf(word: string, identity: Identity): Pseudonym {
  const known = identity.handles.map((handle) => handle.toLowerCase());
  return {
    name: `Erased person ${word}`,
    email: `erased-${word}@erased.invalid`,
    handle: (handle) => `erased-${word}-${known.indexOf(handle.toLowerCase()) + 1}`,
  };
}

/** An identity without what an earlier erasure put in its place. */
export function realIdentity({ names, emails, handles }: Identity): Identity {
  const own = (texts: readonly string[], isPseudonym: RegExp) => [
    ...new Set(texts.filter((text) => text.trim() !== "" && !isPseudonym.test(text))),
  ];
  return {
    names: own(names, ERASED),
    emails: own(emails, /@erased\.invalid$/),
    handles: own(handles, /^erased-[0-9a-f]{6}-\d+$/),
  };
}

/** Fields whose whole text may be a login: elsewhere a login such as "mid" is an ordinary word. */
const NAMING =
  /^(handles?|logins?|author|(author|committer)_?(name|login)|user(name)?|actor|(stated|created|invited|saved|asked|opened|ended|reviewed|withdrawn)_?by|by)$/i;
/** Fields whose keys, or the names in whose entries, are logins. */
const OF_LOGINS = /^(reviews|reviewers)$/;
/** Fields with a branch's name, which begins with its maker's login as often as not. */
const BRANCH = /^(head_?)?branch$/i;

const WORD_BEFORE = "(?<![\\p{L}\\p{N}_@.+-])";
const WORD_AFTER = "(?![\\p{L}\\p{N}_])";

/** Replaces every mention of the person in a value as JSON holds it; what does not name the person stays as it is. */
export function pseudonymiser(
  identity: Identity,
  pseudonym: Pseudonym,
): (value: unknown, field?: string) => unknown {
  const replaceMentions = mentionReplacer(identity, pseudonym);
  const handles = new Set(identity.handles.map((handle) => handle.toLowerCase()));
  const replaceText = (text: string, field: string) => {
    const bare = text.trim().replace(/^@/, "").toLowerCase();
    if (NAMING.test(field) && handles.has(bare)) return pseudonym.handle(bare);
    if (BRANCH.test(field)) return text.split("/").map(partOfBranch).join("/");
    return replaceMentions(text);
  };
  const partOfBranch = (part: string) =>
    handles.has(part.toLowerCase()) ? pseudonym.handle(part) : replaceMentions(part);
  const replace = (value: unknown, field = ""): unknown => {
    if (typeof value === "string") return replaceText(value, field);
    if (Array.isArray(value)) return value.map((entry) => replace(entry, field));
    if (typeof value !== "object" || value === null) return value;
    const isOfLogins = OF_LOGINS.test(field);
    const entries = Object.entries(value).map(([key, entry]) => [
      isOfLogins && handles.has(key.toLowerCase()) ? pseudonym.handle(key) : replaceMentions(key),
      replace(entry, isOfLogins && key === "name" ? "author" : key),
    ]);
    return Object.fromEntries(entries);
  };
  return replace;
}

/**
 * A name of one word may be an ordinary word too, so its capitals count. A login in running text has its @, or stands
 * where hosts write one: in an address, in the address that they make of it, or in "from <login>/<branch>".
 */
function mentionReplacer(identity: Identity, pseudonym: Pseudonym): (text: string) => string {
  const patterns: [RegExp, (found: string) => string][] = [
    ...longestFirst(identity.emails).map((email): [RegExp, () => string] => [
      new RegExp(`${WORD_BEFORE}${escaped(email)}${WORD_AFTER}`, "giu"),
      () => pseudonym.email,
    ]),
    // Whoever signs "Name <address>" has the address, also where nobody here knew it.
    ...longestFirst(identity.names).map((name): [RegExp, () => string] => [
      new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)} <[^<>@\\s]+@[^<>@\\s]+>`, "gu"),
      () => `${pseudonym.name} <${pseudonym.email}>`,
    ]),
    ...longestFirst(identity.names).map((name): [RegExp, () => string] => [
      new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)}${WORD_AFTER}`, name.includes(" ") ? "giu" : "gu"),
      () => pseudonym.name,
    ]),
    ...longestFirst(identity.handles).map((handle): [RegExp, () => string] => [
      new RegExp(`(?<![\\p{L}\\p{N}_.+-])@${escaped(handle)}(?![\\p{L}\\p{N}_-])`, "giu"),
      () => `@${pseudonym.handle(handle)}`,
    ]),
    ...longestFirst(identity.handles).flatMap((handle): [RegExp, () => string][] => [
      [
        new RegExp(
          `(?<![\\p{L}\\p{N}_.+-])(?:\\d+[+-])?${escaped(handle)}@users\\.noreply\\.[\\w.-]*\\w`,
          "giu",
        ),
        () => pseudonym.email,
      ],
      [
        new RegExp(`(?<=://[^\\s/]+/)${escaped(handle)}(?![\\p{L}\\p{N}_.-])`, "giu"),
        () => pseudonym.handle(handle),
      ],
      [new RegExp(`(?<=\\bfrom )${escaped(handle)}(?=[/:])`, "giu"), () => pseudonym.handle(handle)],
    ]),
  ];
  return (text) => patterns.reduce((so, [pattern, replacement]) => so.replace(pattern, replacement), text);
}

const longestFirst = (texts: readonly string[]): string[] => [...texts].sort((a, b) => b.length - a.length);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
