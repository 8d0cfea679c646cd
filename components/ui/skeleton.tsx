import { cx } from "./class-names";

/** One grey block that keeps the place of what is coming. It appears after 300 ms and does not shimmer. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("skeleton block h-3 rounded-1 bg-surface-3", className)} />;
}

const widths = ["w-[38%]", "w-[92%]", "w-[84%]", "w-[88%]", "w-[61%]", "w-[79%]"];

/** Lines of grey blocks in place of rows or text. */
export function SkeletonLines({ lines = 5, label = "Loading" }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2.5">
      {Array.from({ length: lines }, (_, at) => at + 1).map((line) => (
        <Skeleton key={line} className={widths[(line - 1) % widths.length]} />
      ))}
    </div>
  );
}
