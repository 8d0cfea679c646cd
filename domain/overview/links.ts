import type { Involvement, Verdict } from "@/domain/change/kinds";
import type { IncidentFilter } from "@/domain/incident/schema";
import type { SignOffState } from "@/domain/sign-off/states";
import type { DaySpan } from "./period";
import type { OverviewQuery } from "./query";

type RowsFilter = Partial<Pick<OverviewQuery, "service" | "team" | "cause">> & {
  severity?: IncidentFilter["severity"];
  ai?: boolean;
  /** For a count of incidents begun in the span, rather than minutes lost in it. */
  begun?: boolean;
  sort?: "impact" | "blast-radius";
};

/** The incidents behind a figure: those active (or begun) in the span that pass the page's filters, none cancelled. */
export function incidentsHref(base: string, span: DaySpan, filter: RowsFilter): string {
  const params = new URLSearchParams({ from: span.from, to: span.to });
  if (filter.severity) params.set("severity", filter.severity.join(","));
  if (filter.cause) params.set("cause", filter.cause);
  if (filter.service) params.set("service", filter.service);
  if (filter.team) params.set("team", filter.team);
  if (filter.begun) params.set("dates", "begun");
  if (filter.ai) params.set("ai", "confirmed,claimed");
  if (filter.sort) params.set("sort", filter.sort);
  params.set("status", "open,resolved,closed");
  return `${base}/incidents?${params}`;
}

/** The changes behind a figure: those that count in the span, of one class or of all. */
export function changesHref(
  base: string,
  span: DaySpan,
  filter: { involvement?: Involvement; verdict?: readonly Verdict[]; services: readonly string[] | null },
): string {
  const params = new URLSearchParams();
  if (filter.involvement) params.set("involvement", filter.involvement);
  if (filter.services) params.set("service", filter.services.join(","));
  if (filter.verdict) params.set("verdict", filter.verdict.join(","));
  params.set("counts", "yes");
  params.set("from", span.from);
  params.set("to", span.to);
  return `${base}/changes?${params}`;
}

/** The AI-assisted changes behind a figure of compliance: those live in the span whose sign-off stands so. */
export function signOffHref(
  base: string,
  span: DaySpan,
  filter: { states: readonly SignOffState[]; services: readonly string[] | null },
): string {
  const params = new URLSearchParams({ signOff: filter.states.join(","), involvement: "ai" });
  if (filter.services) params.set("service", filter.services.join(","));
  params.set("from", span.from);
  params.set("to", span.to);
  return `${base}/changes?${params}`;
}

export function incidentHref(base: string, number: number): string {
  return `${base}/incidents/${number}`;
}
