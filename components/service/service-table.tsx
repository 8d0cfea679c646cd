import Link from "next/link";
import { GeneratedTag } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { DataTable, Td, Th } from "@/components/ui/data-table";
import type { Day } from "@/domain/calendar/day";
import { spanWords } from "@/domain/overview/words";
import {
  type ServiceFigureRow,
  type ServiceListQuery,
  type ServiceSort,
  serviceListSearch,
} from "@/domain/service/figures";
import { ServiceCells, ServiceName, ServiceStrip } from "./service-cells";

type Props = {
  rows: readonly ServiceFigureRow[];
  days: ReadonlyMap<string, (number | null)[]>;
  span: { from: Day; to: Day };
  query: ServiceListQuery;
  path: string;
  /** Whether rows say that they are generated; not when all of them are. */
  tagged: boolean;
};

/** The services with their last 90 days; on a phone each takes two lines, figures above and days below. */
export function ServiceTable({ rows, days, span, query, path, tagged }: Props) {
  return (
    <DataTable>
      <caption className="sr-only">Services</caption>
      <thead>
        <tr>
          <SortTh sort="name" query={query} path={path}>
            Service
          </SortTh>
          <Th wide className="max-lg:hidden print:table-cell">
            Team
          </Th>
          <SortTh sort="weight" query={query} path={path} num wide>
            Weight
          </SortTh>
          <Th wide className="w-2/5">
            {spanWords(span, false)}
          </Th>
          <SortTh sort="availability" query={query} path={path} num>
            Availability
          </SortTh>
          <SortTh sort="objective" query={query} path={path} num wide>
            Objective
          </SortTh>
          <SortTh sort="budget" query={query} path={path} num>
            Budget left
          </SortTh>
        </tr>
      </thead>
      {rows.map((row) => (
        <ServiceRows
          key={row.slug}
          row={row}
          lost={days.get(row.slug) ?? []}
          from={span.from}
          path={path}
          tagged={tagged}
        />
      ))}
    </DataTable>
  );
}

function SortTh({
  sort,
  query,
  path,
  num,
  wide,
  children,
}: {
  sort: ServiceSort;
  query: ServiceListQuery;
  path: string;
  num?: boolean;
  wide?: boolean;
  children: string;
}) {
  const isCurrent = query.sort === sort;
  const isReversed = isCurrent && !query.isReversed;
  // Names, and what is bad when low, begin with the smallest; the other columns with the largest.
  const ascendsFirst = sort === "name" || sort === "budget" || sort === "availability";
  const isAscending = ascendsFirst !== query.isReversed;
  return (
    <Th num={num} wide={wide} aria-sort={isCurrent ? (isAscending ? "ascending" : "descending") : undefined}>
      <Link
        href={`${path}${serviceListSearch(query, { sort, isReversed })}`}
        scroll={false}
        prefetch={false}
        className={cx("rounded-1 hover:text-ink", isCurrent && "text-ink")}
      >
        {children}
        {isCurrent ? <span aria-hidden="true">{isAscending ? " ↑" : " ↓"}</span> : null}
      </Link>
    </Th>
  );
}

function ServiceRows({
  row,
  lost,
  from,
  path,
  tagged,
}: {
  row: ServiceFigureRow;
  lost: readonly (number | null)[];
  from: Day;
  path: string;
  tagged: boolean;
}) {
  const isTagged = tagged && row.generated;
  const strip = <ServiceStrip name={row.name} from={from} lost={lost} />;
  return (
    <tbody>
      <tr data-row className="max-sm:[&>td]:h-9 max-sm:[&>td]:border-b-0">
        <td>
          <ServiceName
            name={row.name}
            href={`${path}/${encodeURIComponent(row.slug)}`}
            isTagged={isTagged}
            tagClassName="max-sm:hidden print:inline"
          />
        </td>
        <Td wide className="max-lg:hidden whitespace-nowrap text-ink-2 print:table-cell">
          {row.team ?? "–"}
        </Td>
        <ServiceCells row={row} strip={strip} />
      </tr>
      <tr className="sm:hidden print:hidden">
        <td colSpan={7} className="!h-7 pb-2 align-top">
          <span className="flex items-center gap-2">
            {strip}
            {isTagged ? <GeneratedTag /> : null}
          </span>
        </td>
      </tr>
    </tbody>
  );
}
