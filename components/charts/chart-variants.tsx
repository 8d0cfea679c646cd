import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";

const STEPS = [
  { width: 300, shown: "@min-[340px]:hidden" },
  { width: 340, shown: "hidden @min-[340px]:@max-[459.98px]:block" },
  { width: 460, shown: "hidden @min-[460px]:@max-[569.98px]:block" },
  { width: 570, shown: "hidden @min-[570px]:@max-[679.98px]:block" },
  { width: 680, shown: "hidden @min-[680px]:@max-[859.98px]:block" },
  { width: 860, shown: "hidden @min-[860px]:block" },
] as const;

/** One chart drawn at several widths, of which the place it stands in shows the one that fits. For charts without scripts. */
export function ChartVariants({
  children,
  className,
}: {
  children: (width: number) => ReactNode;
  className?: string;
}) {
  return (
    <div className={cx("@container", className)}>
      {STEPS.map(({ width, shown }) => (
        <div key={width} className={shown}>
          {children(width)}
        </div>
      ))}
    </div>
  );
}
