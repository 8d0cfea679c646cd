import { ChevronDown } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { addDays } from "@/domain/calendar/day";
import type { OverviewData } from "@/domain/overview/data";
import { comparisonName, periodName } from "@/domain/overview/period";
import {
  COMPARISONS,
  type ComparisonChoice,
  DEFAULT_QUERY,
  type OverviewQuery,
  overviewSearch,
  PERIODS,
} from "@/domain/overview/query";
import { spanWords } from "@/domain/overview/words";
import { FilterDetails } from "./filter-details";

/** Which period and what it is compared with: plain links and one form, so that they work before scripts and without. */
export function PeriodFilter({ data, base }: { data: OverviewData; base: string }) {
  const { query, period } = data;
  return (
    <FilterDetails
      set
      label={
        <>
          <b className="font-medium text-ink">{periodName(query.period)}</b>
          <span className="text-ink-3">{spanWords(period, !isThisYear(data))}</span>
          <Chevron />
        </>
      }
    >
      <ChoiceList>
        {PERIODS.filter((period) => period !== "custom").map((choice) => (
          <Choice
            key={choice}
            href={`${base}${overviewSearch(query, { period: choice, from: null, to: null, grain: null })}`}
            chosen={choice === query.period}
          >
            {periodName(choice)}
          </Choice>
        ))}
      </ChoiceList>
      <DatesForm data={data} base={base} />
    </FilterDetails>
  );
}

function isThisYear({ period, now }: OverviewData): boolean {
  const year = now.slice(0, 4);
  return period.from.slice(0, 4) === year && addDays(period.to, -1).slice(0, 4) === year;
}

export function Chevron() {
  return <ChevronDown size={14} strokeWidth={1.6} aria-hidden="true" className="shrink-0" />;
}

export function ChoiceList({ children }: { children: ReactNode }) {
  return <ul className="flex max-h-72 flex-col overflow-y-auto p-1">{children}</ul>;
}

export function Choice({ href, chosen, children }: { href: string; chosen: boolean; children: ReactNode }) {
  return (
    <li>
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        aria-current={chosen ? "true" : undefined}
        className={cx(
          "flex min-h-(--ctl) items-center gap-2 rounded-2 px-2.5 whitespace-nowrap hover:bg-surface-2",
          chosen && "bg-accent-soft font-medium",
        )}
      >
        {children}
      </Link>
    </li>
  );
}

const field = "h-(--ctl) rounded-2 border border-control bg-surface px-2";

function DatesForm({ data, base }: { data: OverviewData; base: string }) {
  return (
    <form action={base} className="flex flex-col gap-2 border-t border-line p-3">
      <KeptFields query={data.query} without={["from", "to"]} />
      <label className="flex items-center justify-between gap-3">
        From
        <input type="date" name="from" required defaultValue={data.period.from} className={field} />
      </label>
      <label className="flex items-center justify-between gap-3">
        To
        <input type="date" name="to" required defaultValue={addDays(data.period.to, -1)} className={field} />
      </label>
      <Button type="submit" className="self-start">
        Show these dates
      </Button>
    </form>
  );
}

/** The rest of the question, carried through a form. */
export function KeptFields({
  query,
  without,
}: {
  query: OverviewQuery;
  without: readonly (keyof OverviewQuery)[];
}) {
  const names = ["period", "from", "to", "compare", "grain", "service", "team", "cause", "by"] as const;
  return names.map((name) => {
    const value = query[name];
    const isDefault = value === null || value === DEFAULT_QUERY[name];
    const isDates = without.includes("from") && name === "period";
    if (isDefault || isDates || without.includes(name)) return null;
    return <input key={name} type="hidden" name={name} value={value} />;
  });
}

function comparisonWords(choice: ComparisonChoice, data: OverviewData): string {
  const name = comparisonName({ ...data.query, compare: choice }, data.period);
  return name === null ? "No comparison" : name.replace(/^./, (letter) => letter.toUpperCase());
}

export function ComparisonFilter({ data, base }: { data: OverviewData; base: string }) {
  const { query, comparison } = data;
  return (
    <FilterDetails
      set
      label={
        <>
          {comparison === null ? null : <span className="text-ink-2">against</span>}
          <b className="font-medium text-ink">
            {comparison === null ? "No comparison" : comparisonName(query, data.period)}
          </b>
          <Chevron />
        </>
      }
    >
      <ChoiceList>
        {COMPARISONS.map((choice) => (
          <Choice
            key={choice}
            href={`${base}${overviewSearch(query, { compare: choice })}`}
            chosen={choice === query.compare}
          >
            {comparisonWords(choice, data)}
          </Choice>
        ))}
      </ChoiceList>
      {comparison === null ? null : (
        <p className="border-t border-line px-3 py-2 text-small text-ink-3">{spanWords(comparison)}</p>
      )}
    </FilterDetails>
  );
}
