import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names";

/**
 * A table in the house's look: rows of 36 px (44 px where fingers point), tabular numerals, hairlines.
 * `tight` rows are 28 px; `flush` drops the outer padding inside a panel body. Under 760 px hide columns with
 * `wide` cells and repeat their content in a `SecondLine` inside the title cell.
 */
export function DataTable({
  tight,
  flush,
  className,
  ...rest
}: ComponentProps<"table"> & { tight?: boolean; flush?: boolean }) {
  return (
    <div className="overflow-x-auto">
      <table
        className={cx("data-table", className)}
        data-tight={tight || undefined}
        data-flush={flush || undefined}
        {...rest}
      />
    </div>
  );
}

type CellLook = {
  /** Numbers: right-aligned, never wrapped. */
  num?: boolean;
  /** Shown from 760 px only. */
  wide?: boolean;
};

export function Th({ num, wide, className, ...rest }: ComponentProps<"th"> & CellLook) {
  return (
    <th scope="col" className={cx(num && "!text-right", wide && "max-sm:hidden", className)} {...rest} />
  );
}

export function Td({ num, wide, className, ...rest }: ComponentProps<"td"> & CellLook) {
  return (
    <td className={cx(num && "text-right whitespace-nowrap", wide && "max-sm:hidden", className)} {...rest} />
  );
}

/** The cell that takes the room left and cuts its text with an ellipsis; it wraps under 760 px. */
export function TitleCell({ className, children, ...rest }: ComponentProps<"td">) {
  return (
    <td
      className={cx(
        "w-2/5 max-w-0 max-sm:w-full max-sm:max-w-none max-sm:py-2",
        "[&>a]:block [&>a]:truncate [&>a]:font-medium [&>a:hover]:underline max-sm:[&>a]:whitespace-normal",
        className,
      )}
      {...rest}
    >
      {children}
    </td>
  );
}

/** The second line of a row under 760 px; hidden above. */
export function SecondLine({ children }: { children: ReactNode }) {
  return <span className="mt-px block text-small text-ink-3 sm:hidden">{children}</span>;
}
