import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names";

export function Panel({ className, ...rest }: ComponentProps<"section">) {
  return <section className={cx("min-w-0 rounded-3 border border-line bg-surface", className)} {...rest} />;
}

/** The head of a panel: its title, one line of description, and what acts on it at the right. */
export function PanelHeader({
  title,
  id,
  description,
  right,
  className,
}: {
  title: ReactNode;
  /** Give the panel the same value as aria-labelledby. */
  id?: string;
  description?: ReactNode;
  right?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cx(
        "flex min-h-10 items-center gap-x-3 gap-y-1 px-4 pt-3 max-sm:flex-wrap max-sm:px-3",
        className,
      )}
    >
      <h2 id={id} className="shrink-0">
        {title}
      </h2>
      {description ? <span className="min-w-0 text-small text-ink-3">{description}</span> : null}
      {right ? <div className="ml-auto flex shrink-0 items-center gap-2">{right}</div> : null}
    </div>
  );
}

export function PanelBody({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div className={cx("px-4 pt-3 pb-4 max-sm:px-3 max-sm:pt-2.5 max-sm:pb-3.5", className)} {...rest} />
  );
}
