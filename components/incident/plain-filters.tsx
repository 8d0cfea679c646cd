import { CAUSE_KINDS } from "@/domain/cause/kinds";
import { STATUSES } from "@/domain/incident/lifecycle";
import { BLAST_RADIUS_CLASSES, SEVERITIES } from "@/domain/incident/severity";
import type { ListParams } from "./list-params";

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
    <noscript>
      <form action={path} className="flex flex-wrap items-end gap-3 pb-2">
        {["q", "sort", "order"].map((name) =>
          params[name] ? <input key={name} type="hidden" name={name} value={params[name]} /> : null,
        )}
        {filters.map(({ name, label, options }) => (
          <label key={name} className="flex flex-col gap-1 text-small text-ink-2">
            {label}
            <select
              name={name}
              defaultValue={params[name] ?? ""}
              className="h-(--ctl) rounded-2 border border-control"
            >
              <option value="">any</option>
              {options.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
        {(["from", "to"] as const).map((name) => (
          <label key={name} className="flex flex-col gap-1 text-small text-ink-2">
            {name === "from" ? "Impact at or after" : "Impact began before"}
            <input
              type="date"
              name={name}
              defaultValue={params[name]?.slice(0, 10)}
              className="h-(--ctl) rounded-2 border border-control px-2"
            />
          </label>
        ))}
        <button
          type="submit"
          className="h-(--ctl) rounded-2 border border-accent bg-accent px-2.5 text-accent-ink"
        >
          Show
        </button>
      </form>
    </noscript>
  );
}
