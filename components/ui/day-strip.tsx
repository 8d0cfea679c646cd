export type DayCell = {
  /** ISO date, "2026-03-05". */
  day: string;
  /** Minutes of full outage that the day's loss is worth; null where the day is not covered. */
  lostMinutes: number | null;
};

type Step = { height: number; fill: string };

/** Height and colour say the same thing, so that neither is needed alone. */
function stepOf(lostMinutes: number): Step | null {
  if (lostMinutes <= 0) return null;
  if (lostMinutes < 10) return { height: 6, fill: "var(--sev3-edge)" };
  if (lostMinutes < 60) return { height: 12, fill: "var(--sev2)" };
  return { height: 18, fill: "var(--sev1)" };
}

const pitch = 7;
const barWidth = 5.8;

/** A row of days, oldest first. It stretches to the width it is given; `label` is its text for those who cannot see it. */
export function DayStrip({ days, label, className }: { days: DayCell[]; label: string; className?: string }) {
  const width = Math.max(1, days.length * pitch - (pitch - barWidth));
  return (
    <svg
      viewBox={`0 0 ${width} 18`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className={className ?? "h-[18px] w-full"}
    >
      <path d={days.map((cell, at) => bar(cell, at, "covered")).join("")} fill="var(--ok-cell)" />
      {days.some((cell) => cell.lostMinutes === null) ? (
        <path d={days.map((cell, at) => bar(cell, at, "uncovered")).join("")} fill="var(--surface-2)" />
      ) : null}
      {days.map((cell, at) => {
        const step = cell.lostMinutes === null ? null : stepOf(cell.lostMinutes);
        if (!step) return null;
        return (
          <rect
            key={cell.day}
            x={at * pitch}
            y={18 - step.height}
            width={barWidth}
            height={step.height}
            fill={step.fill}
          >
            <title>{`${cell.day}: ${describeLoss(cell.lostMinutes ?? 0)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

function bar(cell: DayCell, at: number, kind: "covered" | "uncovered"): string {
  const covered = cell.lostMinutes !== null;
  return covered === (kind === "covered") ? `M${at * pitch} 0h${barWidth}v18h-${barWidth}Z` : "";
}

function describeLoss(minutes: number): string {
  return minutes < 1 ? "under 1 min lost" : `${Math.round(minutes)} min lost`;
}

const legend = [
  { label: "no loss", step: null },
  { label: "under 10 min", step: stepOf(5) },
  { label: "under 1 h", step: stepOf(30) },
  { label: "1 h or more, weighted by loss", step: stepOf(90) },
];

export function DayStripLegend({ className }: { className?: string }) {
  return (
    <div className={`flex flex-wrap items-center gap-x-3.5 gap-y-1 text-small text-ink-2 ${className ?? ""}`}>
      {legend.map(({ label, step }) => (
        <span key={label} className="inline-flex items-center gap-1.5">
          <svg width="6" height="18" aria-hidden="true">
            <rect width="6" height="18" rx="1" fill="var(--ok-cell)" />
            {step ? <rect y={18 - step.height} width="6" height={step.height} fill={step.fill} /> : null}
          </svg>
          {label}
        </span>
      ))}
    </div>
  );
}
