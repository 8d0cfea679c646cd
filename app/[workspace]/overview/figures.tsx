import { Delta } from "@/components/ui/delta";
import { Kpi, KpiStrip, KpiUnit } from "@/components/ui/kpi";
import { formatAvailability } from "@/domain/availability/availability";
import { addDays } from "@/domain/calendar/day";
import { SEVERITIES, type Severity } from "@/domain/incident/schema";
import type { OverviewData } from "@/domain/overview/data";
import { incidentsHref } from "@/domain/overview/links";
import { minuteWords, numberWords, percentWords, spanWords } from "@/domain/overview/words";

/** The figures of the period, each leading to the rows it was made from. */
export function Figures({ data, base }: { data: OverviewData; base: string }) {
  return (
    <KpiStrip label="Figures of the period" columns="1fr 0.95fr 0.9fr 1.15fr 1.25fr">
      <AvailabilityFigure data={data} base={base} />
      <BudgetFigure data={data} base={base} />
      <IncidentsFigure data={data} base={base} />
      <AdoptionFigure data={data} base={base} />
      <MinutesFigure data={data} base={base} />
    </KpiStrip>
  );
}

type Props = { data: OverviewData; base: string };

function directionOf(now: number, before: number): "up" | "down" | "same" {
  return now > before ? "up" : now < before ? "down" : "same";
}

function AvailabilityFigure({ data, base }: Props) {
  const { figures, before, objective } = data;
  const points =
    figures.availability === null || before === null || before.availability === null
      ? null
      : (figures.availability - before.availability) * 100;
  return (
    <Kpi
      label="Availability"
      value={formatAvailability(figures.availability)}
      unit={figures.availability === null ? undefined : "%"}
      href={incidentsHref(base, data.period, {
        service: data.query.service,
        team: data.query.team,
        sort: "impact",
      })}
    >
      {figures.availability === null ? (
        <span>nothing covered in this period</span>
      ) : (
        <span>objective {formatAvailability(objective)}</span>
      )}
      {points === null ? null : (
        <Delta
          direction={Math.abs(points) < 0.0005 ? "same" : directionOf(points, 0)}
          judgement={Math.abs(points) < 0.0005 ? "neutral" : points < 0 ? "bad" : "good"}
          text={Math.abs(points) < 0.0005 ? "unchanged" : `${numberWords(Math.abs(points), 3)} pt`}
        />
      )}
    </Kpi>
  );
}

function BudgetFigure({ data, base }: Props) {
  const { budget } = data.figures;
  const was = data.before?.budget.leftRatio ?? null;
  const isOver = budget.leftMinutes < 0;
  const href = incidentsHref(base, data.period, {
    service: data.query.service,
    team: data.query.team,
    sort: "impact",
  });
  return (
    <Kpi
      label={isOver ? "Error budget overspent" : "Error budget left"}
      value={
        budget.leftRatio === null || data.figures.availability === null ? (
          "–"
        ) : (
          <span className={isOver ? "text-bad" : undefined}>
            {numberWords(Math.floor(Math.abs(budget.leftRatio) * 100 + 1e-9))}
          </span>
        )
      }
      unit={budget.leftRatio === null || data.figures.availability === null ? undefined : "%"}
      href={href}
    >
      <span>
        {numberWords(Math.abs(budget.leftMinutes))} {isOver ? "over" : "of"}{" "}
        {numberWords(budget.budgetMinutes)} min
      </span>
      {was === null || budget.leftRatio === null || data.before?.availability == null ? null : (
        <Delta
          direction={directionOf(budget.leftRatio, was)}
          judgement={
            directionOf(budget.leftRatio, was) === "down"
              ? "bad"
              : directionOf(budget.leftRatio, was) === "up"
                ? "good"
                : "neutral"
          }
          text={was < 0 ? `from ${percentWords(-was)} over` : `from ${percentWords(was)}`}
        />
      )}
    </Kpi>
  );
}

function IncidentsFigure({ data, base }: Props) {
  const { incidents } = data.figures;
  const before = data.before?.incidents ?? null;
  const large = incidents.SEV1 + incidents.SEV2;
  const largeBefore = before === null ? null : before.SEV1 + before.SEV2;
  const others = SEVERITIES.filter((severity) => !isLarge(severity) && incidents[severity] > 0);
  return (
    <Kpi
      label="Large incidents"
      value={
        <>
          {numberWords(incidents.SEV1)}
          <KpiUnit>SEV1</KpiUnit>&ensp;{numberWords(incidents.SEV2)}
          <KpiUnit>SEV2</KpiUnit>
        </>
      }
      href={incidentsHref(base, data.period, {
        ...filterOf(data),
        severity: ["SEV1", "SEV2"],
        begun: true,
      })}
    >
      {before === null || largeBefore === null ? null : (
        <Delta
          direction={directionOf(large, largeBefore)}
          judgement={large > largeBefore ? "bad" : large < largeBefore ? "good" : "neutral"}
          text={`from ${before.SEV1} and ${before.SEV2}`}
        />
      )}
      {others.length > 0 ? (
        <span className="sr-only">
          Beside them {others.map((severity) => `${incidents[severity]} ${severity}`).join(", ")}
        </span>
      ) : null}
    </Kpi>
  );
}

function isLarge(severity: Severity): boolean {
  return severity === "SEV1" || severity === "SEV2";
}

export function filterOf({ query }: OverviewData) {
  return { service: query.service, team: query.team, cause: query.cause };
}

function AdoptionFigure({ data, base }: Props) {
  const { lastFullWeek: week, before, target } = data.adoption;
  if (week === null || week.rate === null) {
    return (
      <Kpi label="AI adoption" value="–" href={`${base}/people`}>
        <span>
          {week?.tooFew
            ? "too few people to show"
            : week === null || week.eligible > 0
              ? "no usage known for the last full week"
              : "nobody on the roster yet"}
        </span>
      </Kpi>
    );
  }
  const start = week.weekStart.slice(0, 10);
  const change = before === null || before.rate === null ? null : (week.rate - before.rate) * 100;
  return (
    <Kpi
      label={`AI adoption, ${spanWords({ from: start, to: addDays(start, 7) }, false)}`}
      value={numberWords(week.rate * 100, 1)}
      unit="%"
      href={`${base}/people?week=${start}`}
    >
      <span>
        {numberWords(week.users ?? 0)} of {numberWords(week.eligible)} · target {numberWords(target * 100)}
      </span>
      {change === null ? null : (
        <Delta
          direction={Math.abs(change) < 0.05 ? "same" : directionOf(change, 0)}
          judgement="neutral"
          text={Math.abs(change) < 0.05 ? "unchanged" : `${numberWords(Math.abs(change), 1)} pt`}
        />
      )}
    </Kpi>
  );
}

function MinutesFigure({ data, base }: Props) {
  const { impactMinutes } = data.figures;
  const before = data.before?.impactMinutes ?? null;
  const top = data.costliest.slice(0, 3);
  const topMinutes = top.reduce((sum, incident) => sum + incident.impactMinutes, 0);
  return (
    <Kpi
      label="Impact minutes"
      value={minuteWords(impactMinutes)}
      href={incidentsHref(base, data.period, { ...filterOf(data), sort: "impact" })}
      wide
    >
      {impactMinutes > 0 && top.length > 0 ? (
        <span>
          {percentWords(Math.min(1, topMinutes / impactMinutes))} from {top.length}{" "}
          {top.length === 1 ? "incident" : "incidents"}
        </span>
      ) : (
        <span>no loss in this period</span>
      )}
      {before === null ? null : (
        <Delta
          direction={directionOf(impactMinutes, before)}
          judgement={impactMinutes > before ? "bad" : impactMinutes < before ? "good" : "neutral"}
          text={impactMinutes === before ? "unchanged" : `from ${minuteWords(before)}`}
        />
      )}
    </Kpi>
  );
}
