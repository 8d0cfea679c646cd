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
  /^(handles?|logins?|author|user(name)?|actor|(stated|created|invited)By|(stated|created|invited)_by)$/;

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
    return replaceMentions(text);
  };
  const replace = (value: unknown, field = ""): unknown => {
    if (typeof value === "string") return replaceText(value, field);
    if (Array.isArray(value)) return value.map((entry) => replace(entry, field));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, entry]) => [replaceMentions(key), replace(entry, key)]);
    return Object.fromEntries(entries);
  };
  return replace;
}

/** A name of one word may be an ordinary word too, so its capitals count; a handle in running text has its @. */
function mentionReplacer(identity: Identity, pseudonym: Pseudonym): (text: string) => string {
  const patterns: [RegExp, (found: string) => string][] = [
    ...longestFirst(identity.emails).map((email): [RegExp, () => string] => [
      new RegExp(`${WORD_BEFORE}${escaped(email)}${WORD_AFTER}`, "giu"),
      () => pseudonym.email,
    ]),
    ...longestFirst(identity.names).map((name): [RegExp, () => string] => [
      new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)}${WORD_AFTER}`, name.includes(" ") ? "giu" : "gu"),
      () => pseudonym.name,
    ]),
    ...longestFirst(identity.handles).map((handle): [RegExp, () => string] => [
      new RegExp(`(?<![\\p{L}\\p{N}_.+-])@${escaped(handle)}(?![\\p{L}\\p{N}_-])`, "giu"),
      () => `@${pseudonym.handle(handle)}`,
    ]),
  ];
  return (text) => patterns.reduce((so, [pattern, replacement]) => so.replace(pattern, replacement), text);
}

const longestFirst = (texts: readonly string[]): string[] => [...texts].sort((a, b) => b.length - a.length);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
