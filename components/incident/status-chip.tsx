import type { Status } from "@/domain/incident/lifecycle";

const looks: Record<Status, { word: string; color: string; filled: number | "done" | "none" }> = {
  triage: { word: "Triage", color: "var(--warn)", filled: 0 },
  investigating: { word: "Investigating", color: "var(--warn)", filled: 0.25 },
  identified: { word: "Identified", color: "var(--warn)", filled: 0.5 },
  monitoring: { word: "Monitoring", color: "var(--info)", filled: 0.75 },
  resolved: { word: "Resolved", color: "var(--good)", filled: "done" },
  closed: { word: "Closed", color: "var(--mute)", filled: "done" },
  cancelled: { word: "Cancelled", color: "var(--mute)", filled: "none" },
};

/** Where an incident stands: a ring that fills on the way to resolved, and the word. */
export function StatusChip({ status }: { status: Status }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StatusRing status={status} />
      {looks[status].word}
    </span>
  );
}

/** The ring alone, where the word stands elsewhere. */
export function StatusRing({ status, size = 14 }: { status: Status; size?: number }) {
  const { color, filled } = looks[status];
  const done = filled === "done";
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" className="shrink-0">
      <circle cx="7" cy="7" r="5.6" fill={done ? color : "none"} stroke={color} strokeWidth="1.5" />
      {done ? (
        <path
          d="M4.6 7.1 6.3 8.8 9.5 5.3"
          stroke="var(--surface)"
          strokeWidth="1.5"
          fill="none"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : null}
      {filled === "none" ? <path d="M4.4 9.6 9.6 4.4" stroke={color} strokeWidth="1.5" /> : null}
      {typeof filled === "number" && filled > 0 ? <Wedge ratio={filled} color={color} /> : null}
    </svg>
  );
}

/** A pie slice drawn as a thick dash on a small circle, from twelve o'clock. */
function Wedge({ ratio, color }: { ratio: number; color: string }) {
  const around = 2 * Math.PI * 1.7;
  return (
    <circle
      cx="7"
      cy="7"
      r="1.7"
      fill="none"
      stroke={color}
      strokeWidth="3.2"
      strokeDasharray={`${(around * ratio).toFixed(2)} 99`}
      transform="rotate(-90 7 7)"
    />
  );
}

export function statusWord(status: Status): string {
  return looks[status].word;
}
