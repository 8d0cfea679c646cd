import Link from "next/link";
import { PrintLine } from "@/components/shell/page";
import type { OverviewData } from "@/domain/overview/data";
import { comparisonName, periodName } from "@/domain/overview/period";
import { overviewSearch } from "@/domain/overview/query";
import { spanWords } from "@/domain/overview/words";
import type { Workspace } from "@/domain/workspace/schema";
import { ComparisonFilter, PeriodFilter } from "./period-filter";
import { CauseFilter, ServiceFilter, TeamFilter } from "./scope-filters";

/** Weeks from the first public incident of the sample to a month after the last. */
const PUBLIC_RECORD = { from: "2025-10-13", to: "2026-04-12" };

export { PrintButton } from "./print-button";

export function Filters({ data, base }: { data: OverviewData; base: string }) {
  const { query } = data;
  const isNarrowed = query.service !== null || query.team !== null || query.cause !== null;
  return (
    <fieldset
      aria-label="Period and filters"
      className="flex min-w-0 flex-wrap items-center gap-2 max-sm:-mx-3 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-3 max-sm:py-1 max-sm:[scrollbar-width:none]"
    >
      <PeriodFilter data={data} base={base} />
      <ComparisonFilter data={data} base={base} />
      <ServiceFilter data={data} base={base} />
      <TeamFilter data={data} base={base} />
      <CauseFilter data={data} base={base} />
      {isNarrowed ? (
        <Link
          href={`${base}${overviewSearch(query, { service: null, team: null, cause: null })}`}
          className="link shrink-0 px-1 text-small"
        >
          Clear filters
        </Link>
      ) : null}
    </fieldset>
  );
}

export function WeeksNote({ data, base }: { data: OverviewData; base: string }) {
  return (
    <p className="ml-auto text-small text-ink-3 max-sm:hidden">
      {data.query.cause === null ? (
        <>Weeks start on Monday, {data.timeZone}. </>
      ) : (
        <>The cause narrows minutes and incidents; availability stays whole. </>
      )}
      <Link href={`${base}/metrics`} prefetch={false} className="link">
        How the numbers are made
      </Link>
    </p>
  );
}

/** On paper: workspace, period, comparison, filters, time. */
export function OverviewPrintLine({ data, workspace }: { data: OverviewData; workspace: Workspace }) {
  const { query, period, comparison } = data;
  const against = comparison === null ? null : comparisonName(query, period);
  const filters = [data.service?.name, query.team, query.cause].filter(Boolean).join(", ");
  const printed = new Intl.DateTimeFormat("en-GB", {
    timeZone: workspace.timeZone,
    dateStyle: "medium",
    timeStyle: "short",
  }).format(new Date(data.now));
  return (
    <PrintLine>
      <b>{workspace.name}, overview.</b> {periodName(query.period)}: {spanWords(period)}
      {against === null ? "" : ` against ${against} (${comparison === null ? "" : spanWords(comparison)})`}.
      {filters === "" ? "" : ` Only ${filters}.`}
      {workspace.isSample ? " Sample workspace, mostly generated." : ""} As of {printed}, {workspace.timeZone}
      .
    </PrintLine>
  );
}

/** The sample's public facts lie months back: one line says where, since the usual period shows none of them. */
export function PublicRecordNote({ data, base }: { data: OverviewData; base: string }) {
  const isShown = data.period.from <= PUBLIC_RECORD.to && PUBLIC_RECORD.from <= data.period.to;
  if (isShown) return null;
  const search = overviewSearch(data.query, { period: "custom", ...PUBLIC_RECORD });
  return (
    <p className="text-small text-ink-2 print:hidden">
      This sample retells the public record of 2025-26 among generated rows.{" "}
      <Link href={`${base}${search}`} className="link">
        See October 2025 to April 2026
      </Link>
    </p>
  );
}
