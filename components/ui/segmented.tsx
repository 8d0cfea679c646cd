import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./class-names";

type Option<T extends string> = { value: T; label: ReactNode; href?: string; disabled?: boolean };

/**
 * One choice out of a few, all in view. With `href` on the options they are links, so that the choice lives in the
 * address; otherwise pass `onChange` from a client component.
 */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  size = "md",
  className,
}: {
  /** Read to those who cannot see what the buttons are about. */
  label: string;
  options: readonly Option<T>[];
  value: T | null;
  onChange?: (value: T) => void;
  size?: "md" | "sm";
  className?: string;
}) {
  return (
    <fieldset
      aria-label={label}
      className={cx(
        "inline-flex max-w-full shrink-0 overflow-x-auto rounded-2 border border-line-strong bg-surface print:hidden",
        size === "sm" ? "h-6 text-small max-sm:h-8 touch:h-9" : "h-(--ctl)",
        className,
      )}
    >
      {options.map((option) => (
        <Segment
          key={option.value}
          option={option}
          pressed={option.value === value}
          small={size === "sm"}
          onChange={onChange}
        />
      ))}
    </fieldset>
  );
}

function Segment<T extends string>({
  option,
  pressed,
  small,
  onChange,
}: {
  option: Option<T>;
  pressed: boolean;
  small: boolean;
  onChange?: (value: T) => void;
}) {
  const look = cx(
    "flex items-center whitespace-nowrap border-l border-line first:border-l-0 focus-visible:-outline-offset-2",
    small ? "px-2" : "px-2.5",
    pressed ? "bg-surface-3 font-medium text-ink" : "text-ink-2 hover:bg-surface-2",
    option.disabled && "opacity-50",
  );
  if (option.href !== undefined) {
    return (
      <Link href={option.href} scroll={false} aria-current={pressed ? "true" : undefined} className={look}>
        {option.label}
      </Link>
    );
  }
  return (
    <button
      type="button"
      aria-pressed={pressed}
      disabled={option.disabled}
      onClick={() => onChange?.(option.value)}
      className={look}
    >
      {option.label}
    </button>
  );
}
