import Link from "next/link";
import { SeverityChip } from "@/components/incident/severity-chip";
import { StatusChip } from "@/components/incident/status-chip";
import { Panel } from "@/components/ui/panel";
import { formatDuration } from "@/domain/calendar/duration";
import { type IncidentSummary, SEVERITIES } from "@/domain/incident/schema";
import { incidentHref } from "@/domain/overview/links";

/** The open incident that matters most, on one line above the figures; nothing when none is open. */
export function OpenLine({
  incidents,
  base,
  now,
}: {
  incidents: readonly IncidentSummary[];
  base: string;
  now: string;
}) {
  const rank = (incident: IncidentSummary) => SEVERITIES.indexOf(incident.severity);
  const [first] = [...incidents].sort(
    (a, b) => rank(a) - rank(b) || b.impactStartedAt.localeCompare(a.impactStartedAt),
  );
  if (first === undefined) return null;
  const services = first.services.map(({ slug }) => slug);
  const ago = formatDuration(Math.max(0, Date.parse(now) - Date.parse(first.impactStartedAt)));
  return (
    <Panel
      aria-label="Open incidents"
      className="flex min-h-[38px] items-center gap-2.5 px-4 max-sm:min-h-11 max-sm:px-3"
    >
      <StatusChip status={first.status} />
      <SeverityChip severity={first.severity} />
      <Link href={incidentHref(base, first.number)} className="truncate font-medium hover:underline">
        {first.title}
      </Link>
      <span className="shrink-0 whitespace-nowrap text-ink-3 max-md:hidden">
        #{first.number} · {services.slice(0, 2).join(", ")}
        {services.length > 2 ? ` +${services.length - 2}` : ""} · started {ago} ago
      </span>
      <Link
        href={`${base}/incidents?status=open`}
        className="link ml-auto shrink-0 text-small whitespace-nowrap"
      >
        {incidents.length} open
      </Link>
    </Panel>
  );
}
