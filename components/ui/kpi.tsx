import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./class-names";

/** The strip of figures on top of a page: three columns under 1180 px, two under 760 px. */
export function KpiStrip({
  label,
  columns,
  className,
  children,
}: {
  label: string;
  /** grid-template-columns from 1180 px; equal shares without it. */
  columns?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      className={cx(
        "grid gap-px overflow-hidden rounded-3 border border-line bg-surface",
        "grid-cols-2 sm:grid-cols-3 lg:grid-cols-(--kpi-columns) print:grid-cols-(--kpi-columns)",
        className,
      )}
      style={{ "--kpi-columns": columns ?? "repeat(auto-fit, minmax(0, 1fr))" }}
    >
      {children}
    </section>
  );
}

/** One figure: what it is, the number with its unit, and a line below. With `href` it opens the rows it came from. */
export function Kpi({
  label,
  value,
  unit,
  href,
  wide,
  children,
}: {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  href?: string;
  /** Takes both columns under 760 px: for the last of an odd number. */
  wide?: boolean;
  /** The line below: objective, comparison, a Delta. */
  children?: ReactNode;
}) {
  const body = (
    <>
      <span className="flex items-center gap-1.5 text-small text-ink-2">{label}</span>
      <span className="my-[3px] block text-figure font-semibold tracking-[-0.015em] whitespace-nowrap">
        {value}
        {unit ? <KpiUnit>{unit}</KpiUnit> : null}
      </span>
      <span className="flex flex-wrap gap-x-2.5 gap-y-1 text-small text-ink-3">{children}</span>
    </>
  );
  const look = cx(
    "block min-w-0 bg-surface outline-1 outline-line px-4 pt-3 pb-3.5 max-sm:px-3 max-sm:pt-2.5 max-sm:pb-3",
    wide && "max-sm:col-span-2",
  );
  if (!href) return <div className={look}>{body}</div>;
  return (
    <Link
      href={href}
      className={cx(
        look,
        "hover:bg-surface-2 focus-visible:z-1 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus",
      )}
    >
      {body}
    </Link>
  );
}

/** The small unit beside a figure; also between two figures in one cell: 3 SEV1 9 SEV2. */
export function KpiUnit({ children }: { children: ReactNode }) {
  return <small className="ml-0.5 text-panel font-medium tracking-normal text-ink-3">{children}</small>;
}
