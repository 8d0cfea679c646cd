import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";

/** One chart drawn at two widths, of which the place it stands in shows the one that fits. For charts without scripts. */
export function ChartVariants({
  children,
  className,
}: {
  children: (width: number) => ReactNode;
  className?: string;
}) {
  return (
    <div className={cx("@container", className)}>
      <div className="@min-[340px]:hidden">{children(300)}</div>
      <div className="hidden @min-[340px]:@max-[559.98px]:block">{children(340)}</div>
      <div className="hidden @min-[560px]:@max-[759.98px]:block">{children(560)}</div>
      <div className="hidden @min-[760px]:block">{children(760)}</div>
    </div>
  );
}
