import Link from "next/link";
import { ServiceCells, ServiceName, ServiceStrip } from "@/components/service/service-cells";
import { DataTable, Th } from "@/components/ui/data-table";
import { DayStripLegend } from "@/components/ui/day-strip";
import { Panel, PanelHeader } from "@/components/ui/panel";
import type { OverviewData, ServiceDays } from "@/domain/overview/data";
import type { DaySpan } from "@/domain/overview/period";
import { numberWords, spanWords } from "@/domain/overview/words";

/** Services by the share of their error budget that they spent in ninety days, with the days themselves. */
export function ServicesPanel({ data, base }: { data: OverviewData; base: string }) {
  const { span, rows, more, moreWithoutLoss } = data.services;
  if (rows.length === 0) return null;
  const allGenerated = rows.every((row) => row.generated);
  return (
    <Panel aria-labelledby="services">
      <PanelHeader
        id="services"
        title="Services, worst first"
        description={
          <span className="max-sm:hidden">
            90 days, {spanWords(span)}; by error budget spent
            {allGenerated ? "; generated" : ""}
          </span>
        }
        right={<DayStripLegend className="max-md:hidden" />}
      />
      <DataTable>
        <thead>
          <tr>
            <Th>Service</Th>
            <Th num wide>
              Weight
            </Th>
            <Th wide className="w-1/2">
              {spanWords(span, false)}
            </Th>
            <Th num>Availability</Th>
            <Th num wide>
              Objective
            </Th>
            <Th num>Budget left</Th>
          </tr>
        </thead>
        {rows.map((row) => (
          <ServiceRows
            key={row.slug}
            row={row}
            span={span}
            base={base}
            tagged={!allGenerated && row.generated}
          />
        ))}
      </DataTable>
      {more > 0 ? (
        <p className="border-t border-line px-4 py-2.5 text-small text-ink-3 max-sm:px-3">
          <Link href={`${base}/services`} className="link">
            {numberWords(more)} more {more === 1 ? "service" : "services"}
          </Link>
          {moreWithoutLoss > 0 ? `, ${numberWords(moreWithoutLoss)} of them without loss` : null}
        </p>
      ) : null}
    </Panel>
  );
}

function ServiceRows({
  row,
  span,
  base,
  tagged,
}: {
  row: ServiceDays;
  span: DaySpan;
  base: string;
  tagged: boolean;
}) {
  const strip = <ServiceStrip name={row.name} from={span.from} lost={row.lostMinutes} />;
  return (
    <tbody>
      <tr className="max-sm:[&>td]:border-b-0">
        <td>
          <ServiceName name={row.name} href={`${base}/services/${row.slug}`} isTagged={tagged} />
        </td>
        <ServiceCells row={row} strip={strip} />
      </tr>
      <tr className="sm:hidden print:hidden">
        <td colSpan={6} className="!h-[30px] !pt-0">
          {strip}
        </td>
      </tr>
    </tbody>
  );
}
