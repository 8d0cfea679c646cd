"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { Popover } from "./popover";

/**
 * A filter as a chip: dashed while it is empty, solid once it is set, and a popover to set it. This one takes any
 * content; ListFilter below is the one with a list of values.
 */
export function FilterChip({
  label,
  summary,
  chevron,
  children,
}: {
  label: string;
  /** What is set, in words; nothing where the filter is empty. */
  summary?: ReactNode;
  /** For a chip that is always set, such as the period. */
  chevron?: boolean;
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const set = summary !== undefined && summary !== null && summary !== "";
  return (
    <Popover
      popupLabel={label}
      className={cx(
        "inline-flex h-(--ctl) max-w-full shrink-0 items-center gap-1.5 rounded-2 border px-2.5 whitespace-nowrap print:hidden",
        set
          ? "border-line-strong bg-surface text-ink-2 hover:bg-surface-2"
          : "border-dashed border-control text-ink-2 hover:bg-surface-2 hover:text-ink",
      )}
      trigger={
        <>
          {label}
          {set ? <span className="max-w-56 truncate font-medium text-ink">{summary}</span> : null}
          {chevron ? <ChevronDown size={14} strokeWidth={1.6} aria-hidden="true" /> : null}
        </>
      }
    >
      {children}
    </Popover>
  );
}

/** The row of chips above a list: it wraps, and scrolls sideways under 760 px. */
export function FilterBar({ label = "Filters", children }: { label?: string; children: ReactNode }) {
  return (
    <fieldset
      aria-label={label}
      className="flex min-w-0 flex-wrap items-center gap-2 print:hidden max-sm:-mx-3 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-3 max-sm:py-1 max-sm:[scrollbar-width:none]"
    >
      {children}
    </fieldset>
  );
}
