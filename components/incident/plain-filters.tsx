import type { ListParams } from "@/components/list/list-address";
import { PlainFilterForm } from "@/components/list/plain-filter-form";
import { CAUSE_KINDS } from "@/domain/cause/kinds";
import { STATUSES } from "@/domain/incident/lifecycle";
import { BLAST_RADIUS_CLASSES, SEVERITIES } from "@/domain/incident/severity";

type PlainFiltersProps = {
  path: string;
  params: ListParams;
  services: { slug: string; name: string }[];
  teams: string[];
};

/** The filters as one plain form, for a browser that runs no script: the chips need one to open. */
export function PlainFilters({ path, params, services, teams }: PlainFiltersProps) {
  const filters = [
    {
      name: "status",
      label: "Status",
      options: ["open", ...STATUSES].map((value) => [value, value] as const),
    },
    { name: "severity", label: "Severity", options: SEVERITIES.map((value) => [value, value] as const) },
    { name: "cause", label: "Cause", options: CAUSE_KINDS.map(({ kind, name }) => [kind, name] as const) },
    { name: "service", label: "Service", options: services.map(({ slug, name }) => [slug, name] as const) },
    { name: "team", label: "Team", options: teams.map((name) => [name, name] as const) },
    {
      name: "blastRadius",
      label: "Blast radius",
      options: BLAST_RADIUS_CLASSES.map((value) => [value, value] as const),
    },
    {
      name: "ai",
      label: "AI",
      options: ["confirmed", "claimed", "none"].map((value) => [value, value] as const),
    },
  ];
  return (
    <PlainFilterForm
      path={path}
      params={params}
      filters={filters}
      hidden={["q", "sort", "order"]}
      dates={{ from: "Impact at or after", to: "Impact began before" }}
    />
  );
}
