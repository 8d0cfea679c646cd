import { cx } from "./class-names";

const tones = { ink: "bg-ink-2", ai: "bg-ai", good: "bg-good", warn: "bg-warn", bad: "bg-bad" };

/** A share as a bar, 0..1, with an optional target mark. Decorative beside its number; pass `label` where it stands alone. */
export function Meter({
  ratio,
  targetRatio,
  tone = "ink",
  label,
  className,
}: {
  ratio: number;
  targetRatio?: number;
  tone?: keyof typeof tones;
  label?: string;
  className?: string;
}) {
  const percent = (value: number) => `${Math.min(1, Math.max(0, value)) * 100}%`;
  return (
    <>
      {label ? <span className="sr-only">{label}</span> : null}
      <span
        aria-hidden="true"
        className={cx("relative inline-block h-1.5 w-11 rounded-[2px] bg-surface-3", className)}
      >
        <span
          className={cx("absolute inset-y-0 left-0 rounded-[2px]", tones[tone])}
          style={{ width: percent(ratio) }}
        />
        {targetRatio === undefined ? null : (
          <span
            className="absolute -top-[3px] -bottom-[3px] w-0.5 bg-ink-2"
            style={{ left: percent(targetRatio) }}
          />
        )}
      </span>
    </>
  );
}
