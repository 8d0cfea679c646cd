import type { FormWords } from "@/components/form/use-merged-draft";
import type { Problems } from "@/components/form/use-submit";
import type { Level } from "@/domain/person/levels";
import { levelSince } from "@/domain/person/roster";
import type { Person } from "@/domain/person/schema";

/** A person as it is typed: every value is text until it is sent. */
export type PersonDraft = {
  name: string;
  email: string;
  /** Logins, between commas or on lines of their own. */
  handles: string;
  level: string;
  /** From when the chosen level holds; for an edit only. */
  levelFrom: string;
  team: string;
  activeFrom: string;
  activeTo: string;
};

export function emptyPerson(): PersonDraft {
  return {
    name: "",
    email: "",
    handles: "",
    level: "mid",
    levelFrom: "",
    team: "",
    activeFrom: "",
    activeTo: "",
  };
}

export function draftOfPerson(person: Person, today: string): PersonDraft {
  return {
    name: person.name,
    email: person.email ?? "",
    handles: person.handles.join(", "),
    level: person.level ?? "",
    levelFrom: person.level === null ? "" : (levelSince(person, today) ?? ""),
    team: person.team ?? "",
    activeFrom: person.activeFrom ?? "",
    activeTo: person.activeTo ?? "",
  };
}

/** "ana, ana-dev" as logins, without repetition. */
export function readHandles(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;\s]+/)
        .map((handle) => handle.replace(/^@/, "").trim())
        .filter(Boolean),
    ),
  ];
}

export function checkPerson(draft: PersonDraft): Problems {
  const problems: Problems = {};
  if (draft.name.trim() === "") problems.name = "Give the person's name.";
  if (draft.email.trim() !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim())) {
    problems.email = "An address looks like ana@example.com. Leave it empty when there is none.";
  }
  if (draft.level === "") problems.level = "Choose a level.";
  if (draft.activeFrom !== "" && draft.activeTo !== "" && draft.activeTo < draft.activeFrom) {
    problems.activeTo = "The last day is before the first. Correct one of them.";
  }
  return problems;
}

/** The body of a new person. */
export function personInputOf(draft: PersonDraft) {
  return {
    name: draft.name.trim(),
    email: draft.email.trim() || null,
    handles: readHandles(draft.handles),
    level: draft.level as Level,
    team: draft.team.trim() || null,
    activeFrom: draft.activeFrom || null,
    activeTo: draft.activeTo || null,
  };
}

/**
 * Only what differs from what was opened. A level goes with the day from which it holds; correcting that day alone
 * states the same level again from there.
 */
export function personEditOf(draft: PersonDraft, opened: PersonDraft) {
  const changed = new Set<string>(changedFields(draft, opened));
  const isLevelTouched = changed.has("level") || changed.has("levelFrom");
  const edit = Object.fromEntries(
    Object.entries(personInputOf(draft)).filter(([name]) => name !== "level" && changed.has(name)),
  );
  if (!isLevelTouched || draft.level === "") return edit;
  const holdsFrom = changed.has("levelFrom") ? draft.levelFrom : "";
  return { ...edit, level: draft.level as Level, ...(holdsFrom === "" ? {} : { levelFrom: holdsFrom }) };
}

export function changedFields(draft: PersonDraft, opened: PersonDraft): (keyof PersonDraft)[] {
  const fields = Object.keys(opened) as (keyof PersonDraft)[];
  return fields.filter((field) => draft[field].trim() !== opened[field].trim());
}

export const PERSON_WORDS: FormWords<PersonDraft> = {
  what: "this person",
  labels: {
    name: "Name",
    email: "Email",
    handles: "Handles",
    level: "Level",
    levelFrom: "Level from",
    team: "Team",
    activeFrom: "First day",
    activeTo: "Last day",
  },
};
