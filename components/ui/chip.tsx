import type { ReactNode } from "react";
import { cx } from "./class-names";

export type ChipTone = "plain" | "bad" | "warn" | "good" | "info" | "mute" | "ai" | "none" | "dashed";

const tones: Record<ChipTone, string> = {
  plain: "border-line bg-surface text-ink-2",
  bad: "border-bad-line bg-bad-soft text-bad",
  warn: "border-warn-line bg-warn-soft text-warn",
  good: "border-good-line bg-good-soft text-good",
  info: "border-info-line bg-info-soft text-info",
  mute: "border-mute-line bg-mute-soft text-mute",
  ai: "border-ai-line bg-ai-soft text-ai",
  none: "border-none-line bg-none-soft text-none",
  dashed: "border-dashed border-control bg-surface text-ink-2",
};

export function Chip({
  tone = "plain",
  title,
  className,
  children,
}: {
  tone?: ChipTone;
  title?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-5 items-center gap-[5px] rounded-1 border px-1.5 text-small leading-none whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A small dashed tag: `generated` for what the sample invented, `sample` for what follows the public record. */
function Tag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className="inline-flex h-[18px] items-center rounded-1 border border-dashed border-control px-[5px] text-axis whitespace-nowrap text-ink-3"
    >
      {children}
    </span>
  );
}

export function GeneratedTag() {
  return <Tag title="Made up by the sample from a seed; not from the public record.">generated</Tag>;
}

export function SampleTag() {
  return (
    <Tag title="Part of the sample workspace; follows the public record, with its source named.">sample</Tag>
  );
}
