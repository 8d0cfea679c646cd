import Link from "next/link";
import { CauseChip } from "@/components/cause/cause-chip";
import type { ListParams } from "@/components/list/list-address";
import { cx } from "@/components/ui/class-names";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Time, TimeAgo } from "@/components/ui/time";
import { formatDuration } from "@/domain/calendar/duration";
import { causeEntry } from "@/domain/cause/kinds";
import type { IncidentSummary } from "@/domain/incident/schema";
import { listText, minutesText, percentText } from "./format";
import { sortHref } from "./list-params";
import { SeverityChip } from "./severity-chip";
import { StatusChip, statusWord } from "./status-chip";

type Column = {
  label: string;
  /** The label under 760 px. */
  short?: string;
  sort?: { name: string; first: "asc" | "desc" };
  num?: boolean;
  wide?: boolean;
  className?: string;
};

const onlyLarge = "max-lg:hidden print:table-cell";

const COLUMNS: Column[] = [
  { label: "No.", sort: { name: "number", first: "desc" }, wide: true },
  { label: "Severity", short: "Sev", sort: { name: "severity", first: "asc" } },
  { label: "Status", wide: true },
  { label: "Title" },
  { label: "Services", wide: true },
  { label: "Cause", wide: true },
  { label: "Start", sort: { name: "started", first: "desc" }, wide: true },
  { label: "Duration", sort: { name: "duration", first: "desc" }, num: true, wide: true },
  {
    label: "Blast",
    sort: { name: "blast-radius", first: "desc" },
    num: true,
    wide: true,
    className: onlyLarge,
  },
  { label: "Impact min", short: "Min", sort: { name: "impact", first: "desc" }, num: true },
];

/** The rows of the list: ten columns where there is room, two lines on a phone. */
export function IncidentTable({
  incidents,
  base,
  zone,
  now,
  params,
}: {
  incidents: readonly IncidentSummary[];
  /** "/acme": the workspace's pages. */
  base: string;
  zone: string;
  now: Date;
  params: ListParams;
}) {
  const path = `${base}/incidents`;
  return (
    <DataTable>
      <caption className="sr-only">Incidents</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <HeadCell key={column.label} column={column} path={path} params={params} />
          ))}
        </tr>
      </thead>
      <tbody>
        {incidents.map((incident) => (
          <Row key={incident.id} incident={incident} path={path} zone={zone} now={now} />
        ))}
      </tbody>
    </DataTable>
  );
}

function HeadCell({ column, path, params }: { column: Column; path: string; params: ListParams }) {
  const { label, short, sort, num, wide, className } = column;
  if (!sort)
    return (
      <Th num={num} wide={wide} className={className}>
        {label}
      </Th>
    );
  const current = (params.sort ?? "started") === sort.name;
  const order = params.order ?? "desc";
  return (
    <Th
      num={num}
      wide={wide}
      className={className}
      aria-sort={current ? (order === "asc" ? "ascending" : "descending") : undefined}
    >
      <Link
        href={sortHref(path, params, sort.name, sort.first)}
        scroll={false}
        prefetch={false}
        className={cx("rounded-1 hover:text-ink", current && "text-ink")}
      >
        {short ? <span className="sm:hidden print:hidden">{short}</span> : null}
        <span className={short && "max-sm:hidden print:inline"}>{label}</span>
        {current ? <span aria-hidden="true">{order === "asc" ? " ↑" : " ↓"}</span> : null}
      </Link>
    </Th>
  );
}

function Row({
  incident,
  path,
  zone,
  now,
}: {
  incident: IncidentSummary;
  path: string;
  zone: string;
  now: Date;
}) {
  const services = incident.services.map((service) => service.name);
  const cause = incident.primaryCause;
  const duration = formatDuration(incident.impactMs);
  return (
    <tr data-row>
      <Td wide className="text-ink-3">
        <RecordNumber incident={incident} />
      </Td>
      <Td>
        <SeverityChip severity={incident.severity} />
      </Td>
      <Td wide>
        <StatusChip status={incident.status} />
      </Td>
      <TitleCell className="max-sm:!max-w-0">
        <Link href={`${path}/${incident.number}`} prefetch={false}>
          {incident.title}
        </Link>
        <SecondLine>
          <span className="block truncate">
            <RecordNumber incident={incident} /> · <Start incident={incident} zone={zone} now={now} /> ·{" "}
            {duration}
            {incident.status === "closed" ? "" : ` · ${statusWord(incident.status)}`} ·{" "}
            {listText(services, 2)}
            {cause ? ` · ${causeEntry(cause.kind).short}` : ""}
          </span>
        </SecondLine>
      </TitleCell>
      <Td wide className="max-w-36 truncate" title={services.join(", ")}>
        {listText(services, 2)}
      </Td>
      <Td wide>
        {cause ? (
          <CauseChip kind={cause.kind} status={cause.status} short />
        ) : (
          <span className="text-ink-3">not stated</span>
        )}
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        <Start incident={incident} zone={zone} now={now} />
      </Td>
      <Td num wide>
        {duration}
      </Td>
      <Td num wide className={onlyLarge} title={incident.blastRadiusClass}>
        {percentText(incident.blastRadiusRatio)}
      </Td>
      <Td num className="font-semibold">
        {minutesText(incident.impactMinutes)}
      </Td>
    </tr>
  );
}

/** What the sample made up carries a dashed outline, here as everywhere; the line above the list says so. */
function RecordNumber({ incident }: { incident: IncidentSummary }) {
  if (incident.record !== "generated") return <>#{incident.number}</>;
  return (
    <span
      title="Made up by the sample from a seed; not from the public record."
      className="inline-block whitespace-nowrap rounded-1 border border-dashed border-control px-[3px]"
    >
      #{incident.number}
      <span className="sr-only">, generated</span>
    </span>
  );
}

const DAY_MS = 86_400_000;

/** How long ago for the last day, the day for this year, the whole date before that. */
function Start({ incident, zone, now }: { incident: IncidentSummary; zone: string; now: Date }) {
  const { impactStartedAt: at } = incident;
  const agoMs = now.getTime() - Date.parse(at);
  if (agoMs < DAY_MS) return <TimeAgo at={at} now={now.toISOString()} zone={zone} />;
  return <Time at={at} zone={zone} format={agoMs < 300 * DAY_MS ? "day" : "date"} />;
}
