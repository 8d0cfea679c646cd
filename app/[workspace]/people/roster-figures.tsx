import Link from "next/link";
import { Kpi, KpiStrip } from "@/components/ui/kpi";
import type { AdoptionPoint } from "@/domain/ai-use/schema";
import { addDays } from "@/domain/calendar/day";
import { numberWords, percentWords, spanWords } from "@/domain/overview/words";
import type { RosterCounts } from "@/server/person/roster";

/** The roster in figures. AI adoption is one number for all of it: what a single person does is shown nowhere. */
export function RosterFigures({
  counts,
  week,
  target,
  base,
}: {
  counts: RosterCounts;
  /** The last full week. */
  week: AdoptionPoint | null;
  target: number;
  base: string;
}) {
  const rate = week?.rate ?? null;
  const days =
    week === null ? "" : spanWords({ from: week.weekStart, to: addDays(week.weekStart, 7) }, false);
  return (
    <div className="flex flex-col gap-2">
      <KpiStrip
        label="Roster"
        columns={`minmax(0,1fr) minmax(0,1.4fr) minmax(0,1fr)${counts.unlisted === null ? "" : " minmax(0,1fr)"}`}
      >
        <Kpi label="On the roster today" value={numberWords(counts.on)}>
          {counts.joining > 0 ? `${numberWords(counts.joining)} not yet begun` : "people"}
        </Kpi>
        <Kpi
          label={`AI adoption, ${days}`}
          value={rate === null ? "–" : numberWords(Math.floor(rate * 1000 + 1e-9) / 10, 1)}
          unit={rate === null ? undefined : "%"}
        >
          {week === null || rate === null
            ? week?.tooFew
              ? "too few people to show"
              : "no source told of this week"
            : `${numberWords(week.users ?? 0)} of ${numberWords(week.eligible)} · target ${numberWords(target * 100)} % · source coverage ${week.coverage === null ? "–" : percentWords(week.coverage)}`}
        </Kpi>
        <Kpi label="Left" value={numberWords(counts.left)} href={`${base}/people?standing=left`}>
          kept for the weeks they were here
        </Kpi>
        {counts.unlisted === null ? null : (
          <Kpi
            label="Not on the roster"
            value={numberWords(counts.unlisted)}
            href={`${base}/people?standing=unlisted`}
          >
            known only from changes or a usage report
          </Kpi>
        )}
      </KpiStrip>
      <p className="text-small text-ink-3">
        Adoption is a share of the whole roster, never shown for one person.{" "}
        <Link href={`${base}/metrics#ai-adoption`} prefetch={false} className="link">
          How it is counted
        </Link>
      </p>
    </div>
  );
}
