import { Chip, type ChipTone } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { type CauseKind, type CauseStatus, causeEntry } from "@/domain/cause/kinds";
import { CauseSwatch } from "./cause-swatch";

const words: Record<CauseStatus, { word: string; tone: ChipTone }> = {
  suspected: { word: "suspected", tone: "dashed" },
  confirmed: { word: "confirmed", tone: "good" },
  disputed: { word: "disputed", tone: "warn" },
  "ruled-out": { word: "ruled out", tone: "mute" },
};

/** A cause: its swatch and name. `withStatus` puts the word beside it where the status matters. */
export function CauseChip({
  kind,
  status = "confirmed",
  name,
  short,
  withCode,
  withStatus,
  className,
}: {
  kind: CauseKind;
  status?: CauseStatus;
  /** The workspace's own name for it. */
  name?: string;
  /** The short name, for tables. */
  short?: boolean;
  /** The two-letter code before the swatch, as in the legend beside the bars. */
  withCode?: boolean;
  withStatus?: boolean;
  className?: string;
}) {
  const entry = causeEntry(kind);
  return (
    <span className={cx("inline-flex max-w-full items-center gap-1.5 whitespace-nowrap", className)}>
      {withCode ? <CauseCode kind={kind} /> : null}
      <CauseSwatch kind={kind} status={status} />
      <span className={cx("truncate", status === "ruled-out" && "text-ink-3 line-through")}>
        {name ?? (short ? entry.short : entry.name)}
      </span>
      {withStatus ? (
        <CauseStatusChip status={status} />
      ) : status === "confirmed" ? null : (
        <span className="sr-only">, {words[status].word}</span>
      )}
    </span>
  );
}

/** The two letters of a cause, which stand beside large segments of a bar. */
export function CauseCode({ kind }: { kind: CauseKind }) {
  return <span className="w-5 shrink-0 text-axis text-ink-3">{causeEntry(kind).code}</span>;
}

export function CauseStatusChip({ status }: { status: CauseStatus }) {
  return <Chip tone={words[status].tone}>{words[status].word}</Chip>;
}
