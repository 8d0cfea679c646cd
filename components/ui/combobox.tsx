"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { useFieldControl } from "./field";

type ComboboxOption = { value: string; label: string; hint?: string };

type Shared = {
  options: readonly ComboboxOption[];
  placeholder?: string;
  disabled?: boolean;
  /** What to say when nothing matches. */
  empty?: ReactNode;
};

const frame =
  "flex min-h-(--ctl) w-full min-w-0 flex-wrap items-center gap-1 rounded-2 border border-control bg-surface px-1 " +
  "focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus";
const input =
  "h-[26px] min-w-16 flex-1 border-0 bg-transparent px-1.5 outline-none focus-visible:outline-none touch:h-9 touch:text-[16px]";
const sameValue = (a: ComboboxOption, b: ComboboxOption) => a.value === b.value;

/** A text field that finds one of many. Loads Base UI's combobox with it: use it inside lazily loaded dialogs. */
export function Combobox({
  options,
  value,
  onChange,
  placeholder,
  disabled,
  empty,
}: Shared & { value: string | null; onChange: (value: string | null) => void }) {
  const field = useFieldControl();
  return (
    <Base.Root
      items={options}
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(option) => onChange(option?.value ?? null)}
      isItemEqualToValue={sameValue}
      disabled={disabled}
      autoHighlight
    >
      <Base.InputGroup className={frame}>
        <Base.Input {...field} placeholder={placeholder} className={input} />
        {value ? (
          <Base.Clear aria-label="Clear" className="flex size-6 items-center justify-center text-ink-3">
            <X size={14} aria-hidden="true" />
          </Base.Clear>
        ) : null}
      </Base.InputGroup>
      <OptionPopup empty={empty} />
    </Base.Root>
  );
}

function OptionPopup({ empty = "Nothing matches." }: { empty?: ReactNode }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} collisionPadding={8} className="z-60 outline-none">
        <Base.Popup className="float-fade w-(--anchor-width) max-w-(--available-width) rounded-3 bg-surface text-ink shadow-float">
          <Base.Empty>
            <div className="px-3 py-2 text-ink-3">{empty}</div>
          </Base.Empty>
          <Base.List className="max-h-[min(320px,var(--available-height))] overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
            {(option: ComboboxOption) => (
              <Base.Item
                key={option.value}
                value={option}
                className="flex min-h-[30px] items-center gap-2 rounded-2 px-2 outline-none select-none data-highlighted:bg-accent-soft touch:min-h-10"
              >
                <span className="min-w-0 truncate">{option.label}</span>
                {option.hint ? <span className="truncate text-ink-3">{option.hint}</span> : null}
                <Base.ItemIndicator className="ml-auto shrink-0 text-ink-3">
                  <Check size={14} aria-hidden="true" />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
