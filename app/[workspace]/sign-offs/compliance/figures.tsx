import { Delta } from "@/components/ui/delta";
import { Kpi, KpiStrip } from "@/components/ui/kpi";
import { signOffHref } from "@/domain/overview/links";
import { numberWords } from "@/domain/overview/words";
import { COMPLIANCE_MIN, COMPLIANCE_STATES, type ComplianceCounts } from "@/domain/sign-off/compliance";
import type { Compliance } from "@/domain/sign-off/compliance-schema";

/** What became of what was required, each count leading to its rows. */
export function ComplianceFigures({
  data,
  base,
  services,
}: {
  data: Compliance;
  base: string;
  /** Slugs that the page is narrowed to; null is all. */
  services: readonly string[] | null;
}) {
  const { total, before, breakGlass } = data;
  const rows = (part: keyof typeof COMPLIANCE_STATES) =>
    signOffHref(base, data, { states: COMPLIANCE_STATES[part], services });
  const points = total.ratio === null || before.ratio === null ? null : (total.ratio - before.ratio) * 100;
  return (
    <KpiStrip label="Compliance of the period" columns="1.15fr 1fr 1fr 1fr 1.35fr">
      <Kpi
        label="Signed in time"
        value={total.ratio === null ? "–" : numberWords(total.ratio * 100, 1)}
        unit={total.ratio === null ? undefined : "%"}
        href={rows("satisfied")}
      >
        <span>
          {numberWords(total.satisfied)} of {numberWords(total.required)}
        </span>
        {points === null ? null : <PointsDelta points={points} />}
      </Kpi>
      <Kpi label="Late" value={numberWords(total.late)} href={rows("late")}>
        <ShareOf part="late" total={total} before={before} />
      </Kpi>
      <Kpi label="Missing" value={numberWords(total.missing)} href={rows("missing")}>
        <ShareOf part="missing" total={total} before={before} />
      </Kpi>
      <Kpi label="Break-glass" value={numberWords(total.waived)} href={rows("waived")}>
        <ShareOf part="waived" total={total} before={before} />
      </Kpi>
      <Kpi
        label="Break-glass looked at the week after"
        value={`${numberWords(breakGlass.reviewedInTime)} of ${numberWords(breakGlass.opened - breakGlass.due)}`}
        wide
      >
        <span>
          {numberWords(breakGlass.reviewedLate)} later · {numberWords(breakGlass.overdue)} not yet
          {breakGlass.due > 0 ? ` · ${numberWords(breakGlass.due)} not due` : ""}
        </span>
      </Kpi>
    </KpiStrip>
  );
}

/** A change of a share, in points; `isBad` where more is worse. */
export function PointsDelta({ points, isBad = false }: { points: number; isBad?: boolean }) {
  if (Math.abs(points) < 0.05) return <Delta direction="same" judgement="neutral" text="unchanged" />;
  const direction = points > 0 ? "up" : "down";
  return (
    <Delta
      direction={direction}
      judgement={points > 0 === isBad ? "bad" : "good"}
      text={`${numberWords(Math.abs(points), 1)} pt`}
    />
  );
}

/** A count's share of what was required: counts of two periods tell nothing while the demand changes. */
function ShareOf({
  part,
  total,
  before,
}: {
  part: "late" | "missing" | "waived";
  total: ComplianceCounts;
  before: ComplianceCounts;
}) {
  if (total.required === 0) return null;
  const share = total[part] / total.required;
  const points = before.required < COMPLIANCE_MIN ? null : (share - before[part] / before.required) * 100;
  return (
    <>
      <span>{numberWords(share * 100, 1)} %</span>
      {points === null ? null : <PointsDelta points={points} isBad />}
    </>
  );
}
