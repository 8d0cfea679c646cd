import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names";
import { Kbd } from "./kbd";

type ButtonLook = {
  /** One primary button per page: the page's own action. */
  variant?: "primary" | "secondary" | "ghost" | "danger";
  size?: "md" | "sm";
  /** A square for a single icon; give it an aria-label. */
  icon?: boolean;
  /** The key that does the same, shown as a cap inside the button: "E", "mod+Enter". */
  kbd?: string;
};

const variants = {
  primary: "border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-surface-2",
  ghost: "border-transparent bg-transparent text-ink-2 hover:bg-surface-3 hover:text-ink",
  danger: "border-bad-line bg-surface text-bad hover:bg-bad-soft",
};

/** The classes of a button, for elements that a primitive renders itself. */
export function buttonClass({ variant = "secondary", size = "md", icon }: ButtonLook, className?: string) {
  return cx(
    "inline-flex shrink-0 items-center justify-center gap-[7px] rounded-2 border font-medium whitespace-nowrap select-none",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 print:hidden",
    size === "sm" ? "h-6 text-small max-sm:h-8 touch:h-9" : "h-(--ctl)",
    icon ? (size === "sm" ? "w-6 max-sm:w-8 touch:w-9" : "w-(--ctl)") : size === "sm" ? "px-[7px]" : "px-2.5",
    variants[variant],
    className,
  );
}

export function Button({
  variant,
  size,
  icon,
  kbd,
  className,
  type = "button",
  children,
  ...rest
}: ButtonLook & ComponentProps<"button">) {
  return (
    <button type={type} className={buttonClass({ variant, size, icon }, className)} {...rest}>
      {children}
      {kbd ? <Kbd keys={kbd} inverse={variant === "primary"} /> : null}
    </button>
  );
}

export function LinkButton({
  variant,
  size,
  icon,
  kbd,
  className,
  children,
  ...rest
}: ButtonLook & ComponentProps<typeof Link> & { children?: ReactNode }) {
  return (
    <Link className={buttonClass({ variant, size, icon }, className)} {...rest}>
      {children}
      {kbd ? <Kbd keys={kbd} inverse={variant === "primary"} /> : null}
    </Link>
  );
}
