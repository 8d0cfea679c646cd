import type { Handle, HandleKind } from "@/domain/person/handle";
import type { MergePreview, PersonIdentity } from "@/domain/person/identity-schema";
import type { Similarity } from "@/domain/person/similar";

export const KIND_WORDS: Record<HandleKind, string> = { login: "login", email: "address", name: "name" };
export const KIND_OPTIONS: readonly { value: HandleKind; label: string }[] = [
  { value: "login", label: "Login" },
  { value: "email", label: "E-mail address" },
  { value: "name", label: "Name" },
];
export const SIMILARITY_WORDS: Record<Similarity, string> = {
  likely: "likely the same",
  possible: "may be the same",
};

/** "no changes", "1 change", "at least 1,000 changes". */
export function changesWords(changes: number, countedTo = 1000): string {
  if (changes === 0) return "no changes";
  if (changes === 1) return "1 change";
  const count = changes.toLocaleString("en-US");
  return changes >= countedTo ? `at least ${count} changes` : `${count} changes`;
}

/** What a merge does, a line each. */
export function mergeLines({ from, into, ...moved }: MergePreview): string[] {
  const first = into.name;
  const handles = handlesWords(from.handles);
  const days = moved.daysOfAiUse;
  return [
    handles === "" ? "" : `${handles} of ${from.name} ${becomes(from.handles.length)} ${first}’s.`,
    moved.changes === 0
      ? ""
      : `${capital(changesWords(moved.changes, Infinity))} ${becomes(moved.changes)} ${first}’s, ${levels(moved)}.`,
    days === null || days === 0 ? "" : `The AI use of ${days === 1 ? "1 day" : `${days} days`} moves along.`,
    moved.account ? `The account here is ${first}’s then.` : "",
    from.onRoster ? `The roster has one engineer less: both were counted.` : "",
    `${from.name} is gone from the list of people. Nobody can undo it.`,
  ].filter(Boolean);
}

const becomes = (count: number) => (count === 1 ? "becomes" : "become");

function levels({ changes, changesWithoutLevel: without }: { changes: number; changesWithoutLevel: number }) {
  if (without === 0 && changes === 1) return "with the level in effect on its day";
  if (without === 0) return "each with the level in effect on its day";
  if (without === changes) return "without a level: none is on record for that time";
  return `each with the level in effect on its day; ${without.toLocaleString("en-US")} of them are from before the first level on record`;
}

/** "1 login and 2 addresses". */
function handlesWords(handles: readonly Handle[]): string {
  const parts = KIND_OPTIONS.flatMap(({ value }) => {
    const count = handles.filter(({ kind }) => kind === value).length;
    if (count === 0) return [];
    const plural = value === "email" ? "addresses" : `${KIND_WORDS[value]}s`;
    return [`${count} ${count === 1 ? KIND_WORDS[value] : plural}`];
  });
  return parts.join(" and ");
}

/** What somebody is known by beside the name, on one line. */
export function calledWords({ email, handles }: Pick<PersonIdentity, "email" | "handles">): string {
  return [email, ...handles.map(({ handle }) => handle)].filter((text) => text !== null).join(", ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
