import { percentText, readNumber, readPercent, slugOf } from "@/components/form/numbers";
import type { FormWords } from "@/components/form/use-merged-draft";
import type { Problems } from "@/components/form/use-submit";
import { dayOf } from "@/domain/calendar/day";
import type { Service } from "@/domain/service/schema";

/** A service as it is typed: every value is text until it is sent. */
export type ServiceDraft = {
  name: string;
  slug: string;
  weight: string;
  /** Percent; empty means the workspace's. */
  objective: string;
  /** A date; empty means not stated. */
  trackedFrom: string;
  team: string;
};

export const EMPTY_SERVICE: ServiceDraft = {
  name: "",
  slug: "",
  weight: "1",
  objective: "",
  trackedFrom: "",
  team: "",
};

export type StoredService = { service: Service; isTrackedFromStated: boolean; zone: string };

export function draftOf({ service, isTrackedFromStated, zone }: StoredService): ServiceDraft {
  return {
    name: service.name,
    slug: service.slug,
    weight: String(service.weight),
    objective: service.sloIsOwn ? percentText(service.sloTarget) : "",
    trackedFrom: isTrackedFromStated ? dayOf(Date.parse(service.trackedFrom), zone) : "",
    team: service.team ?? "",
  };
}

export function checkService(draft: ServiceDraft, isNew: boolean): Problems {
  const problems: Problems = {};
  if (draft.name.trim() === "") problems.name = "Give the service a name.";
  const slug = draft.slug || slugOf(draft.name);
  if (isNew && draft.name.trim() !== "" && !/^[a-z0-9][a-z0-9._-]{0,79}$/.test(slug)) {
    problems.slug = "A slug is lower-case letters, digits, dots and dashes, such as card-vault.";
  }
  const weight = readNumber(draft.weight);
  if (typeof weight !== "number" || weight <= 0)
    problems.weight = "A weight is a number above 0, such as 1 or 2.5.";
  const objective = readPercent(draft.objective);
  if (objective === undefined || (objective !== null && (objective <= 0 || objective >= 1))) {
    problems.sloTarget = "An objective is a percentage above 0 and below 100, such as 99.9.";
  }
  return problems;
}

/** The body of a new service. */
export function serviceInputOf(draft: ServiceDraft) {
  return {
    slug: draft.slug || slugOf(draft.name),
    name: draft.name.trim(),
    weight: readNumber(draft.weight) ?? 1,
    sloTarget: readPercent(draft.objective) ?? null,
    trackedFrom: draft.trackedFrom || null,
    team: draft.team.trim() || null,
  };
}

/** Only what differs from what was opened: whoever changed something else meanwhile keeps it. */
export function serviceEditOf(draft: ServiceDraft, opened: ServiceDraft) {
  const { slug: _, ...all } = serviceInputOf(draft);
  const changed = changedFields(draft, opened);
  const names = { objective: "sloTarget" } as Partial<Record<keyof ServiceDraft, keyof typeof all>>;
  const kept = new Set<string>(changed.map((field) => names[field] ?? field));
  return Object.fromEntries(Object.entries(all).filter(([name]) => kept.has(name)));
}

export function changedFields(draft: ServiceDraft, opened: ServiceDraft): (keyof ServiceDraft)[] {
  const fields = Object.keys(opened) as (keyof ServiceDraft)[];
  return fields.filter((field) => draft[field].trim() !== opened[field].trim());
}

export const SERVICE_WORDS: FormWords<ServiceDraft> = {
  what: "this service",
  labels: {
    name: "Name",
    slug: "Slug",
    weight: "Weight",
    objective: "Objective",
    trackedFrom: "Tracked from",
    team: "Team",
  },
  wordsOf: valueWords,
};

function valueWords(field: keyof ServiceDraft, text: string): string {
  if (text.trim() !== "") return field === "objective" ? `${text} %` : text;
  return { objective: "the workspace's", trackedFrom: "not stated", team: "no team" }[field as string] ?? "–";
}
