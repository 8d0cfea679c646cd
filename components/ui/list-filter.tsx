"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { cx } from "./class-names";
import { FilterChip } from "./filter-chip";

export type FilterOption = {
  value: string;
  label: string;
  /** What stands before the label: a swatch, a chip. */
  mark?: ReactNode;
  /** A quiet word at the right. */
  hint?: ReactNode;
};

const searchFrom = 9;

/** A filter over a list of values: checkboxes, or one choice with `single`; long lists can be searched. */
export function ListFilter({
  label,
  options,
  values,
  onChange,
  single,
  search = options.length >= searchFrom,
  chevron,
}: {
  label: string;
  options: readonly FilterOption[];
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** One value at most; choosing closes the list. */
  single?: boolean;
  search?: boolean;
  chevron?: boolean;
}) {
  const chosen = options.filter((option) => values.includes(option.value)).map((option) => option.label);
  const summary = chosen.length > 3 ? `${chosen.length} chosen` : chosen.join(", ");
  return (
    <FilterChip label={label} summary={summary} chevron={chevron}>
      {(close) => (
        <OptionList
          label={label}
          options={options}
          values={values}
          single={single}
          search={search}
          onChange={(next) => {
            onChange(next);
            if (single) close();
          }}
        />
      )}
    </FilterChip>
  );
}

function OptionList({
  label,
  options,
  values,
  onChange,
  single,
  search,
}: {
  label: string;
  options: readonly FilterOption[];
  values: readonly string[];
  onChange: (values: string[]) => void;
  single?: boolean;
  search: boolean;
}) {
  const [query, setQuery] = useState("");
  const name = useId();
  const list = useRef<HTMLFieldSetElement>(null);
  const needle = query.trim().toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(needle));
  const toggle = (value: string) => {
    const has = values.includes(value);
    if (single) onChange(has ? [] : [value]);
    else onChange(has ? values.filter((other) => other !== value) : [...values, value]);
  };
  return (
    <div className="w-60 max-w-full">
      {search ? (
        <input
          type="search"
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") moveFocus(event, list.current, 1);
          }}
          className="h-(--ctl) w-full border-b border-line bg-transparent px-3 outline-none focus-visible:outline-none touch:text-[16px]"
        />
      ) : null}
      <fieldset
        ref={list}
        aria-label={label}
        className="max-h-80 overflow-y-auto overscroll-contain p-1"
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") moveFocus(event, list.current, 1);
          if (event.key === "ArrowUp") moveFocus(event, list.current, -1);
        }}
      >
        {shown.map((option) => (
          <label
            key={option.value}
            className={cx(
              "flex min-h-[30px] cursor-pointer items-center gap-2 rounded-2 px-2 hover:bg-surface-2 has-focus-visible:bg-surface-2 touch:min-h-10",
              values.includes(option.value) && "text-ink",
            )}
          >
            <input
              type="checkbox"
              name={name}
              checked={values.includes(option.value)}
              onChange={() => toggle(option.value)}
              className="size-3.5 shrink-0 accent-accent"
            />
            {option.mark}
            <span className="min-w-0 truncate">{option.label}</span>
            {option.hint ? <span className="ml-auto text-small text-ink-3">{option.hint}</span> : null}
          </label>
        ))}
        {shown.length === 0 ? <p className="px-2 py-1.5 text-ink-3">Nothing matches “{query}”.</p> : null}
      </fieldset>
      {values.length > 0 ? (
        <div className="border-t border-line p-1">
          <button
            type="button"
            onClick={() => onChange([])}
            className="h-[30px] w-full rounded-2 px-2 text-left text-ink-2 hover:bg-surface-2 touch:h-10"
          >
            Clear
          </button>
        </div>
      ) : null}
    </div>
  );
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null, step: 1 | -1) {
  const boxes = [...(list?.querySelectorAll("input") ?? [])];
  const at = boxes.findIndex((box) => box.matches(":focus"));
  const next = boxes[Math.min(boxes.length - 1, Math.max(0, at + step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
