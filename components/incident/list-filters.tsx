"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, type ReactNode, useOptimistic, useRef, useState, useTransition } from "react";
import { CauseSwatch } from "@/components/cause/cause-swatch";
import { useListKeys, useShortcut } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Field, Input } from "@/components/ui/field";
import { FilterBar, FilterChip } from "@/components/ui/filter-chip";
import { Kbd } from "@/components/ui/kbd";
import { type FilterOption, ListFilter } from "@/components/ui/list-filter";
import { CAUSE_KINDS } from "@/domain/cause/kinds";
import { STATUSES } from "@/domain/incident/lifecycle";
import { BLAST_RADIUS_CLASSES, RECORDS, SEVERITIES } from "@/domain/incident/severity";
import { type ListParams, listHref, paramsOf } from "./list-params";
import { SeverityChip } from "./severity-chip";
import { StatusRing, statusWord } from "./status-chip";

type ListChoices = { services: { slug: string; name: string }[]; teams: string[]; causes: string[] };

const STATUS_OPTIONS: FilterOption[] = [
  { value: "open", label: "Any open" },
  ...STATUSES.map((value) => ({ value, label: statusWord(value), mark: <StatusRing status={value} /> })),
];
const SEVERITY_OPTIONS: FilterOption[] = SEVERITIES.map((value) => ({
  value,
  label: value === "unknown" ? "Unknown" : value,
  mark: <SeverityChip severity={value} />,
}));
const AI_OPTIONS: FilterOption[] = [
  { value: "confirmed", label: "AI cause confirmed" },
  { value: "claimed", label: "AI cause claimed or disputed" },
  { value: "none", label: "No AI cause recorded" },
];
const RECORD_WORDS = {
  logged: "Logged here",
  imported: "Imported",
  "public-record": "Public record",
  generated: "Generated",
};

/** The list's filters and its table: every choice is an address, and the old rows stay until the new ones are there. */
export function IncidentList({
  choices,
  hasGenerated,
  children,
}: {
  choices: ListChoices;
  /** Some of the rows were made up by the sample. */
  hasGenerated: boolean;
  children: ReactNode;
}) {
  const path = usePathname();
  const search = useSearchParams();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const list = useRef<HTMLDivElement>(null);
  // What was chosen shows at once; the rows follow when the server has them.
  const [params, setParams] = useOptimistic(paramsOf(Object.fromEntries(search)));
  const goTo = (href: string) =>
    startTransition(() => {
      setParams(paramsOf(Object.fromEntries(new URL(href, window.location.href).searchParams)));
      router.push(href, { scroll: false });
    });
  const go = (change: Partial<Record<string, string | null>>) => goTo(listHref(path, params, change));
  useListKeys(list);
  return (
    <>
      <FilterBar>
        <SearchBox key={params.q ?? ""} params={params} path={path} onSearch={(q) => go({ q: q || null })} />
        <ListChips params={params} choices={choices} go={go} />
        <DatesChip params={params} go={go} />
        {Object.keys(params).length > 0 ? (
          <Button variant="ghost" onClick={() => goTo(path)}>
            Clear all
          </Button>
        ) : null}
      </FilterBar>
      <div className="-mb-2 flex items-center gap-3.5 text-small text-ink-3">
        <span className="contents touch:hidden max-sm:hidden print:hidden">
          <span className="inline-flex items-center gap-1">
            <Kbd keys="J" />
            <Kbd keys="K" /> move
          </span>
          <span className="inline-flex items-center gap-1">
            <Kbd keys="Enter" /> open
          </span>
          <span className="inline-flex items-center gap-1">
            <Kbd keys="/" /> search
          </span>
        </span>
        {hasGenerated ? (
          <span className="inline-flex items-center gap-1.5">
            <span className="rounded-1 border border-dashed border-control px-[3px]">#</span> generated, not
            from the public record
          </span>
        ) : null}
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
  onSearch,
}: {
  params: ListParams;
  path: string;
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
          aria-label="Search titles and numbers"
          placeholder="Title or number"
          value={text}
          className="!w-44"
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === "" && params.q) onSearch("");
          }}
        />
      </form>
    </search>
  );
}

type Go = (change: Partial<Record<string, string | null>>) => void;

function ListChips({ params, choices, go }: { params: ListParams; choices: ListChoices; go: Go }) {
  const own = choices.causes.filter((kind) => !CAUSE_KINDS.some((entry) => entry.kind === kind));
  const chips: { name: string; label: string; options: FilterOption[] }[] = [
    { name: "status", label: "Status", options: STATUS_OPTIONS },
    { name: "severity", label: "Severity", options: SEVERITY_OPTIONS },
    {
      name: "cause",
      label: "Cause",
      options: [
        ...CAUSE_KINDS.map(({ kind, name }) => ({
          value: kind,
          label: name,
          mark: <CauseSwatch kind={kind} />,
        })),
        ...own.map((kind) => ({ value: kind, label: kind, mark: <CauseSwatch kind={kind} /> })),
      ],
    },
    {
      name: "service",
      label: "Service",
      options: choices.services.map(({ slug, name }) => ({ value: slug, label: name })),
    },
    { name: "team", label: "Team", options: choices.teams.map((name) => ({ value: name, label: name })) },
    {
      name: "blastRadius",
      label: "Blast radius",
      options: BLAST_RADIUS_CLASSES.map((value) => ({
        value,
        label: value.replace(/^./, (c) => c.toUpperCase()),
      })),
    },
    { name: "ai", label: "AI", options: AI_OPTIONS },
    {
      name: "record",
      label: "Record",
      options: RECORDS.map((value) => ({ value, label: RECORD_WORDS[value] })),
    },
  ];
  return chips
    .filter(({ name, options }) => options.length > 0 || params[name])
    .map(({ name, label, options }) => (
      <ListFilter
        key={name}
        label={label}
        options={options}
        values={params[name]?.split(",") ?? []}
        onChange={(values) => go({ [name]: values.join(",") || null })}
      />
    ));
}

function DatesChip({ params, go }: { params: ListParams; go: Go }) {
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
          <Field label="Impact at or after">
            <Input type="date" name="from" defaultValue={params.from?.slice(0, 10)} />
          </Field>
          <Field label="Impact began before">
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
