"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, type ReactNode, useOptimistic, useRef, useState, useTransition } from "react";
import { useListKeys, useShortcut } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Field, Input } from "@/components/ui/field";
import { FilterBar, FilterChip } from "@/components/ui/filter-chip";
import { type FilterOption, ListFilter } from "@/components/ui/list-filter";
import type { ListAddress, ListParams, ParamChange } from "./list-address";
import { ListKeys } from "./list-keys";

export type Go = (change: ParamChange) => void;

/** A list's filters and its rows: every choice is an address, and the old rows stay until the new ones are there. */
export function FilteredList({
  address,
  search,
  dates,
  filters,
  note,
  children,
}: {
  address: ListAddress;
  /** Of the box that searches the list. */
  search: { label: string; placeholder: string; className?: string };
  /** What "from" and "to" are compared with. */
  dates: { from: string; to: string };
  filters: (params: ListParams, go: Go) => ReactNode;
  /** What stands beside the list's keys. */
  note?: ReactNode;
  children: ReactNode;
}) {
  const path = usePathname();
  const searchParams = useSearchParams();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const list = useRef<HTMLDivElement>(null);
  // What was chosen shows at once; the rows follow when the server has them.
  const [params, setParams] = useOptimistic(address.paramsOf(Object.fromEntries(searchParams)));
  const goTo = (href: string) =>
    startTransition(() => {
      setParams(address.paramsOf(Object.fromEntries(new URL(href, window.location.href).searchParams)));
      router.push(href, { scroll: false });
    });
  const go: Go = (change) => goTo(address.listHref(path, params, change));
  useListKeys(list);
  return (
    <>
      <FilterBar>
        <SearchBox
          key={params.q ?? ""}
          params={params}
          path={path}
          words={search}
          onSearch={(q) => go({ q: q || null })}
        />
        {filters(params, go)}
        <DatesChip params={params} words={dates} go={go} />
        {Object.keys(params).length > 0 ? (
          <Button variant="ghost" onClick={() => goTo(path)}>
            Clear all
          </Button>
        ) : null}
      </FilterBar>
      <div className="-mb-2 flex items-center gap-3.5 text-small text-ink-3">
        <span className="contents touch:hidden max-sm:hidden print:hidden">
          <ListKeys />
        </span>
        {note}
      </div>
      <div ref={list} aria-busy={pending} className={cx(pending && "opacity-60")}>
        {children}
      </div>
    </>
  );
}

/** A form of its own, so that it searches before any script has arrived. */
function SearchBox({
  params,
  path,
  words,
  onSearch,
}: {
  params: ListParams;
  path: string;
  words: { label: string; placeholder: string; className?: string };
  onSearch: (text: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(params.q ?? "");
  useShortcut("/", () => input.current?.focus(), { label: "Search the list", group: "Lists" });
  const kept = Object.entries(params).filter(([name]) => !["q", "cursor", "trail"].includes(name));
  return (
    <search>
      <form
        action={path}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          onSearch(text.trim());
        }}
      >
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Input
          ref={input}
          type="search"
          name="q"
          aria-label={words.label}
          placeholder={words.placeholder}
          value={text}
          className={words.className ?? "!w-44"}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === "" && params.q) onSearch("");
          }}
        />
      </form>
    </search>
  );
}

/** One chip for each filter that takes values from a list; an empty list has none, unless something of it is set. */
export function ListChips({
  chips,
  params,
  go,
}: {
  chips: readonly { name: string; label: string; options: FilterOption[]; single?: boolean }[];
  params: ListParams;
  go: Go;
}) {
  return chips
    .filter(({ name, options }) => options.length > 0 || params[name])
    .map(({ name, label, options, single }) => (
      <ListFilter
        key={name}
        label={label}
        options={options}
        single={single}
        values={params[name]?.split(",") ?? []}
        onChange={(values) => go({ [name]: values.join(",") || null })}
      />
    ));
}

function DatesChip({
  params,
  words,
  go,
}: {
  params: ListParams;
  words: { from: string; to: string };
  go: Go;
}) {
  const summary = [params.from ? `from ${params.from}` : "", params.to ? `before ${params.to}` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <FilterChip label="Dates" summary={summary}>
      {(close) => (
        <form
          className="flex w-60 flex-col gap-3 p-3"
          onSubmit={(event) => {
            event.preventDefault();
            const data = new FormData(event.currentTarget);
            go({ from: String(data.get("from") ?? "") || null, to: String(data.get("to") ?? "") || null });
            close();
          }}
        >
          <Field label={words.from}>
            <Input type="date" name="from" defaultValue={params.from?.slice(0, 10)} />
          </Field>
          <Field label={words.to}>
            <Input type="date" name="to" defaultValue={params.to?.slice(0, 10)} />
          </Field>
          <Button type="submit" variant="primary">
            Show
          </Button>
        </form>
      )}
    </FilterChip>
  );
}
