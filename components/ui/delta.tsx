import { cx } from "./class-names";

/**
 * A change against the period before. Red and green judge objectives and budgets only; adoption stays neutral.
 * `text` already carries its unit: "0.044 pt", "from 83 %".
 */
export function Delta({
  direction,
  judgement,
  text,
}: {
  direction: "up" | "down" | "same";
  judgement: "good" | "bad" | "neutral";
  text: string;
}) {
  const tone = { good: "text-good", bad: "text-bad", neutral: "text-ink-2" }[judgement];
  const words = { up: "up", down: "down", same: "unchanged" }[direction];
  return (
    <span className={cx("font-medium whitespace-nowrap", tone)}>
      <span className="sr-only">{words} </span>
      {direction === "same" ? null : (
        <svg width="8" height="7" viewBox="0 0 8 7" aria-hidden="true" className="mr-1 inline-block">
          <path d={direction === "up" ? "M4 0 8 7H0Z" : "M4 7 0 0h8Z"} fill="currentColor" />
        </svg>
      )}
      {text}
    </span>
  );
}
