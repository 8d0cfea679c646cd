import { type ListParams, listAddress } from "@/components/list/list-address";
import {
  CHANGE_KINDS,
  INVOLVEMENT_WORDS,
  INVOLVEMENTS,
  VERDICT_WORDS,
  VERDICTS,
} from "@/domain/change/kinds";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { GRADE_WORDS, SIGN_OFF_CHOICES, STANDING_WORDS } from "./words";

/** The filters of the ledger in the order of their chips, with the words for what they hold. */
const FILTERS = [
  { name: "q", word: "text" },
  { name: "kind", word: "kind" },
  { name: "service", word: "service" },
  { name: "author", word: "author" },
  { name: "level", word: "level" },
  { name: "involvement", word: "involvement" },
  { name: "grade", word: "evidence" },
  { name: "tool", word: "tool" },
  { name: "standing", word: "standing" },
  { name: "verdict", word: "verdict" },
  { name: "signOff", word: "sign-off" },
  { name: "environment", word: "environment" },
  { name: "counts", word: "counted" },
  { name: "from", word: "from" },
  { name: "to", word: "before" },
] as const;
type FilterName = (typeof FILTERS)[number]["name"];

export const changeAddress = listAddress([...FILTERS.map(({ name }) => name), "order"]);

/** Clicking the time: newest first, then the other way round. */
export function orderHref(path: string, params: ListParams): string {
  return changeAddress.listHref(path, params, { order: params.order === "asc" ? null : "asc" });
}

export function changesCsvHref(params: ListParams, workspace: string): string {
  return changeAddress.csvHref("/api/v1/changes.csv", params, workspace);
}

const WORDS: Partial<Record<FilterName, ReadonlyMap<string, string>>> = {
  kind: new Map(CHANGE_KINDS.map(({ kind, name }) => [kind, name])),
  involvement: new Map(INVOLVEMENTS.map((one) => [one, INVOLVEMENT_WORDS[one]])),
  grade: new Map(EVIDENCE_GRADES.map((grade) => [grade, GRADE_WORDS[grade]])),
  standing: new Map(Object.entries(STANDING_WORDS)),
  signOff: new Map(SIGN_OFF_CHOICES.map(({ value, label }) => [value, label])),
  verdict: new Map([...VERDICTS.map((one) => [one, VERDICT_WORDS[one]] as const), ["none", "none"]]),
};

/** What is filtered by, in words: "kind: DNS, Config". */
export function activeFilters(
  params: ListParams,
  names: Partial<Record<FilterName, ReadonlyMap<string, string>>>,
): { name: FilterName; word: string; value: string }[] {
  return FILTERS.flatMap(({ name, word }) => {
    const value = params[name];
    if (value === undefined) return [];
    const words = names[name] ?? WORDS[name];
    const shown = ["q", "from", "to"].includes(name)
      ? value
      : value
          .split(",")
          .map((one) => words?.get(one) ?? one)
          .join(", ");
    return [{ name, word, value: shown }];
  });
}
