import type { ListParams } from "@/components/list/list-address";
import { PlainFilterForm } from "@/components/list/plain-filter-form";
import {
  CHANGE_KINDS,
  INVOLVEMENT_WORDS,
  INVOLVEMENTS,
  VERDICT_WORDS,
  VERDICTS,
} from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { toolName } from "./involvement-words";
import { GRADE_WORDS, SIGN_OFF_CHOICES, STANDING_WORDS } from "./words";

/** The ledger's filters for a browser that runs no script. */
export function PlainFilters({
  path,
  params,
  services,
  tools,
}: {
  path: string;
  params: ListParams;
  services: readonly { slug: string; name: string }[];
  tools: readonly string[];
}) {
  const filters = [
    { name: "kind", label: "Kind", options: CHANGE_KINDS.map(({ kind, name }) => [kind, name] as const) },
    { name: "service", label: "Service", options: services.map(({ slug, name }) => [slug, name] as const) },
    {
      name: "level",
      label: "Level",
      options: [...LEVELS, "unknown"].map((value) => [value, value] as const),
    },
    {
      name: "involvement",
      label: "Involvement",
      options: INVOLVEMENTS.map((value) => [value, INVOLVEMENT_WORDS[value]] as const),
    },
    {
      name: "grade",
      label: "Evidence",
      options: EVIDENCE_GRADES.map((value) => [value, GRADE_WORDS[value]] as const),
    },
    { name: "tool", label: "Tool", options: tools.map((value) => [value, toolName(value)] as const) },
    { name: "standing", label: "Tag", options: Object.entries(STANDING_WORDS) },
    {
      name: "verdict",
      label: "Verdict",
      options: [
        ...VERDICTS.map((value) => [value, VERDICT_WORDS[value]] as const),
        ["none", "none given"] as const,
      ],
    },
    {
      name: "signOff",
      label: "Sign-off",
      options: SIGN_OFF_CHOICES.map(({ value, label }) => [value, label] as const),
    },
  ];
  return (
    <PlainFilterForm
      path={path}
      params={params}
      filters={filters}
      hidden={["q", "author", "environment", "counts", "order"]}
      dates={{ from: "Live at or after", to: "Live before" }}
    />
  );
}
