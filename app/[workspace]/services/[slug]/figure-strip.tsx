import { DayStrip } from "@/components/ui/day-strip";
import { Kpi, KpiStrip } from "@/components/ui/kpi";
import { formatAvailability } from "@/domain/availability/availability";
import { addDays, type Day } from "@/domain/calendar/day";
import { incidentsHref } from "@/domain/overview/links";
import { minuteWords, numberWords, spanWords } from "@/domain/overview/words";
import { budgetWords, objectiveWords, type ServiceFigureRow } from "@/domain/service/figures";

/** The last ninety days of one service in figures; each opens the incidents that it came from. */
export function ServiceFigureStrip({
  row,
  days,
  span,
  totalWeight,
  base,
}: {
  row: ServiceFigureRow;
  days: readonly (number | null)[];
  span: { from: Day; to: Day };
  totalWeight: number;
  base: string;
}) {
  const href = incidentsHref(base, span, { service: row.slug });
  const isOverspent = row.budgetLeftRatio !== null && row.budgetLeftRatio < 0;
  const leftMinutes = row.budgetMinutes - row.impactMinutes;
  const cells = days.map((lostMinutes, index) => ({ day: addDays(span.from, index), lostMinutes }));
  const hit = days.filter((minutes) => (minutes ?? 0) > 0).length;
  return (
    <KpiStrip
      label="Last 90 days"
      columns="minmax(0,1fr) minmax(0,1.1fr) minmax(0,1fr) minmax(0,.8fr) minmax(0,2fr)"
    >
      <Kpi
        label="Availability, 90 days"
        value={formatAvailability(row.availability)}
        unit={row.availability === null ? undefined : "%"}
        href={href}
      >
        objective {objectiveWords(row.objective)} %
      </Kpi>
      <Kpi
        label="Error budget left"
        value={
          <span className={isOverspent ? "text-bad" : undefined}>
            {row.budgetLeftRatio === null ? "–" : isOverspent ? "overspent" : budgetWords(row)}
          </span>
        }
        href={href}
      >
        {row.budgetLeftRatio === null
          ? "not covered yet"
          : isOverspent
            ? `by ${minuteWords(-leftMinutes)} of ${minuteWords(row.budgetMinutes)} min`
            : `${minuteWords(leftMinutes)} of ${minuteWords(row.budgetMinutes)} min`}
      </Kpi>
      <Kpi label="Impact minutes" value={minuteWords(row.impactMinutes)} href={href}>
        loss on {numberWords(hit)} of {numberWords(cells.length)} days
      </Kpi>
      <Kpi label="Weight" value={numberWords(row.weight, Number.isInteger(row.weight) ? 0 : 1)}>
        {shareWords(row.weight, totalWeight)} of all weight
      </Kpi>
      <Kpi
        label={spanWords(span)}
        value={
          <DayStrip
            days={cells}
            label={`Loss on ${hit} of ${cells.length} days`}
            className="h-[18px] w-full align-middle"
          />
        }
        wide
      >
        height and colour: minutes lost on a day
      </Kpi>
    </KpiStrip>
  );
}

function shareWords(weight: number, total: number): string {
  const percent = total > 0 ? (weight / total) * 100 : 0;
  return `${numberWords(percent, percent < 10 && !Number.isInteger(percent) ? 1 : 0)} %`;
}
