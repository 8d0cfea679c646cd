"use client";

import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { cx } from "./class-names";

type FieldIds = { id: string; describedBy?: string; invalid: boolean; required?: boolean };
const FieldContext = createContext<FieldIds | null>(null);

/**
 * A control with its label, hint and error. The control inside (Input, Textarea, Select, Combobox) takes its id and
 * what describes it from here. `error` names what to do, and is read when the field gets the focus.
 */
export function Field({
  label,
  hint,
  error,
  required,
  optional,
  hideLabel,
  row,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** Says "optional" beside the label. */
  optional?: boolean;
  hideLabel?: boolean;
  /** Label at the left, as in the log dialog; above the control under 760 px. */
  row?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = cx(hint ? hintId : null, error ? errorId : null) || undefined;
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div
        className={cx(
          "flex min-w-0 flex-col gap-1",
          row && "sm:grid sm:grid-cols-[104px_minmax(0,1fr)] sm:items-baseline sm:gap-x-3",
          className,
        )}
      >
        <label htmlFor={id} className={hideLabel ? "sr-only" : "text-small text-ink-2"}>
          {label}
          {optional ? <span className="text-ink-3"> optional</span> : null}
        </label>
        <div className="flex min-w-0 flex-col gap-1">
          {children}
          {hint ? (
            <p id={hintId} className="text-small text-ink-3">
              {hint}
            </p>
          ) : null}
          {error ? (
            <p id={errorId} className="text-small text-bad">
              {error}
            </p>
          ) : null}
        </div>
      </div>
    </FieldContext>
  );
}

/** What a control inside a Field carries; for controls written elsewhere. */
export function useFieldControl() {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  };
}

const control =
  "w-full min-w-0 rounded-2 border border-control bg-surface px-2.5 text-ink touch:text-[16px] " +
  "hover:border-ink-3 focus-visible:border-accent focus-visible:outline-2 focus-visible:-outline-offset-1 " +
  "aria-invalid:border-bad disabled:cursor-not-allowed disabled:bg-surface-2 disabled:text-ink-3";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldControl()} className={cx(control, "h-(--ctl)", className)} {...rest} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldControl()}
      rows={rows}
      className={cx(control, "field-sizing-content min-h-16 py-1.5", className)}
      {...rest}
    />
  );
}

export type SelectOption = { value: string; label: string; disabled?: boolean };

/** The browser's own select, in the house's look: every platform brings its best list. */
export function Select({
  options,
  placeholder,
  className,
  ...rest
}: ComponentProps<"select"> & { options: readonly SelectOption[]; placeholder?: string }) {
  return (
    <span className="relative block min-w-0">
      <select
        {...useFieldControl()}
        className={cx(control, "h-(--ctl) appearance-none truncate pr-8", className)}
        {...rest}
      >
        {placeholder ? <option value="">{placeholder}</option> : null}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
      >
        <path d="M4.5 6.5 8 10l3.5-3.5" stroke="currentColor" strokeWidth="1.4" fill="none" />
      </svg>
    </span>
  );
}

export function Checkbox({ label, className, ...rest }: ComponentProps<"input"> & { label: ReactNode }) {
  return (
    <label className={cx("inline-flex min-h-[30px] items-center gap-2 touch:min-h-10", className)}>
      <input type="checkbox" className="size-3.5 shrink-0 accent-accent" {...rest} />
      <span className="min-w-0">{label}</span>
    </label>
  );
}
