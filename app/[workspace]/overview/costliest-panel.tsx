import Link from "next/link";
import { CauseChip } from "@/components/cause/cause-chip";
import { SeverityChip } from "@/components/incident/severity-chip";
import { GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Meter } from "@/components/ui/meter";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { dayOf } from "@/domain/calendar/day";
import { formatDuration } from "@/domain/calendar/duration";
import { SEVERITIES } from "@/domain/incident/schema";
import type { CostlyIncident, OverviewData } from "@/domain/overview/data";
import { incidentHref, incidentsHref } from "@/domain/overview/links";
import { dayWords, minuteWords, numberWords, percentWords } from "@/domain/overview/words";
import { filterOf } from "./figures";

/** The incidents that cost most within the period, and the way to all of them by severity. */
export function CostliestPanel({ data, base }: { data: OverviewData; base: string }) {
  const { costliest } = data;
  const total = SEVERITIES.reduce((sum, severity) => sum + data.figures.incidents[severity], 0);
  const allGenerated = costliest.length > 0 && costliest.every(({ record }) => record === "generated");
  return (
    <Panel aria-labelledby="costliest">
      <PanelHeader
        id="costliest"
        title="Costliest incidents"
        description={<Records incidents={costliest} allGenerated={allGenerated} />}
        right={
          <Link
            href={incidentsHref(base, data.period, { ...filterOf(data), begun: true, sort: "impact" })}
            className="link text-small"
          >
            All {numberWords(total)} begun
          </Link>
        }
      />
      {costliest.length === 0 ? (
        <PanelBody>
          <EmptyState title="No incident cost anything in this period">
            {data.query.cause || data.query.service || data.query.team
              ? "Clear the service, team or cause above to see the others."
              : "Choose a longer period above, or log what happened."}
          </EmptyState>
        </PanelBody>
      ) : (
        <DataTable>
          <thead>
            <tr>
              <Th wide className="max-md:hidden">
                No.
              </Th>
              <Th>Severity</Th>
              <Th>Title</Th>
              <Th wide>Primary cause</Th>
              <Th wide className="max-md:hidden">
                Start
              </Th>
              <Th num wide>
                Duration
              </Th>
              <Th num wide>
                Blast radius
              </Th>
              <Th num>Impact min</Th>
            </tr>
          </thead>
          <tbody>
            {costliest.map((incident) => (
              <CostlyRow
                key={incident.number}
                incident={incident}
                data={data}
                base={base}
                tagged={!allGenerated}
              />
            ))}
          </tbody>
        </DataTable>
      )}
      {total > 0 ? <BySeverity data={data} base={base} /> : null}
    </Panel>
  );
}

function Records({
  incidents,
  allGenerated,
}: {
  incidents: readonly CostlyIncident[];
  allGenerated: boolean;
}) {
  const publicOnes = incidents.filter(({ record }) => record === "public-record");
  const hasGenerated = incidents.some(({ record }) => record === "generated");
  return (
    <span className="max-sm:hidden">
      by impact minutes
      {publicOnes.length > 0 && hasGenerated
        ? `; ${publicOnes.map(({ number }) => `#${number}`).join(", ")} ${publicOnes.length === 1 ? "follows" : "follow"} the public record, the rest is generated`
        : null}
      {allGenerated ? "; generated" : null}
    </span>
  );
}

function CostlyRow({
  incident,
  data,
  base,
  tagged,
}: {
  incident: CostlyIncident;
  data: OverviewData;
  base: string;
  tagged: boolean;
}) {
  const { number, severity, title, primaryCause, contributingCauses, blastRadiusRatio } = incident;
  const started = dayWords(dayOf(Date.parse(incident.impactStartedAt), data.timeZone));
  const duration = `${formatDuration(incident.impactMs)}${incident.resolvedAt === null ? " so far" : ""}`;
  return (
    <tr>
      <Td wide className="text-ink-3 max-md:hidden">
        #{number}
      </Td>
      <Td>
        <SeverityChip severity={severity} />
      </Td>
      <TitleCell>
        <Link href={incidentHref(base, number)} prefetch={false}>
          {title}
        </Link>
        <SecondLine>
          #{number} · {started} · {duration}
          {primaryCause === null ? null : (
            <>
              <br />
              <CauseChip kind={primaryCause.kind} status={primaryCause.status} short />
            </>
          )}
        </SecondLine>
        {tagged && incident.record === "generated" ? (
          <span className="sm:hidden print:hidden">
            <GeneratedTag />
          </span>
        ) : null}
      </TitleCell>
      <Td wide className="whitespace-nowrap">
        {primaryCause === null ? (
          <span className="text-ink-3">none stated</span>
        ) : (
          <CauseChip kind={primaryCause.kind} status={primaryCause.status} short />
        )}
        {contributingCauses > 0 ? <span className="text-ink-3"> +{contributingCauses}</span> : null}
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2 max-md:hidden">
        {started}
      </Td>
      <Td num wide>
        {duration}
      </Td>
      <Td num wide>
        <span className="inline-flex items-center gap-2">
          {percentWords(blastRadiusRatio)}
          <Meter ratio={blastRadiusRatio / 0.4} className="max-md:hidden" />
        </span>
      </Td>
      <Td num className="font-semibold">
        {minuteWords(incident.impactMinutes)}
      </Td>
    </tr>
  );
}

/** Every severity leads to its incidents; the figures above name only the large ones. */
function BySeverity({ data, base }: { data: OverviewData; base: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line px-4 py-2.5 text-small text-ink-2 max-sm:px-3">
      Begun in the period:
      {SEVERITIES.filter((severity) => data.figures.incidents[severity] > 0).map((severity) => (
        <Link
          key={severity}
          href={incidentsHref(base, data.period, {
            ...filterOf(data),
            severity: [severity],
            begun: true,
          })}
          className="inline-flex items-center gap-1.5 hover:underline"
        >
          <SeverityChip severity={severity} />
          {numberWords(data.figures.incidents[severity])}
        </Link>
      ))}
    </div>
  );
}
