"use client";

import { useId } from "react";
import { cx } from "@/components/ui/class-names";

/** Several out of a few, as buttons that stay pressed. None pressed means that it does not matter. */
export function ChoiceChips<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { value: T; label: string }[];
  value: readonly T[];
  onChange: (value: T[]) => void;
}) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id} className="flex min-w-0 flex-col gap-1">
      <span id={id} className="text-small text-ink-2">
        {label}
        {value.length === 0 ? <span className="text-ink-3"> any</span> : null}
      </span>
      <div className="flex flex-wrap gap-1.5">
        {options.map((option) => {
          const isOn = value.includes(option.value);
          return (
            <button
              key={option.value}
              type="button"
              aria-pressed={isOn}
              onClick={() =>
                onChange(
                  // In the order of the options, whatever order they were pressed in.
                  options.flatMap((one) =>
                    (one.value === option.value ? !isOn : value.includes(one.value)) ? [one.value] : [],
                  ),
                )
              }
              className={cx(
                "h-7 rounded-2 border px-2 whitespace-nowrap touch:h-10",
                isOn
                  ? "border-accent bg-accent-soft font-medium text-ink"
                  : "border-line-strong bg-surface text-ink-2 hover:bg-surface-2",
              )}
            >
              {option.label}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
