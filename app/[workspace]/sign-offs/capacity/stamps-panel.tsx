import Link from "next/link";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { dayOf } from "@/domain/calendar/day";
import { STAMP_LINES_MIN } from "@/domain/capacity/rubber-stamp";
import type { Capacity } from "@/domain/capacity/schema";
import { waitWords } from "@/domain/capacity/words";
import { dayWords, numberWords, percentWords } from "@/domain/overview/words";
import { type CapacityPageQuery, capacityPageSearch, READING_RATES } from "./capacity-query";

/** Sign-offs quicker than reading: a question to those who gave them, each opening its change. */
export function StampsPanel({
  data,
  base,
  path,
  query,
}: {
  data: Capacity;
  base: string;
  path: string;
  query: CapacityPageQuery;
}) {
  const { stamps, timeZone } = data;
  return (
    <Panel aria-labelledby="stamps" className="pb-1">
      <PanelHeader
        id="stamps"
        title="Quicker than reading"
        description="time to the sign-off against the size of the diff"
        right={
          <Segmented
            label="Reading rate, lines per hour"
            size="sm"
            value={String(stamps.linesPerHour)}
            options={READING_RATES.map((rate) => ({
              value: String(rate),
              label: `${numberWords(rate)}/h`,
              href: `${path}${capacityPageSearch(query, { rate })}#stamps`,
            }))}
          />
        }
      />
      <PanelBody>
        <p>
          <b className="font-semibold">
            {numberWords(stamps.flagged)} of {numberWords(stamps.of)}
          </b>{" "}
          sign-offs of at least {STAMP_LINES_MIN} lines
          {stamps.of === 0 ? "" : ` (${percentWords(stamps.flagged / stamps.of)})`} came sooner after they
          were asked for than anybody reads them at {numberWords(stamps.linesPerHour)} lines an hour. That is
          not proof: some had read it before.
        </p>
      </PanelBody>
      {stamps.rows.length === 0 ? null : (
        <DataTable tight>
          <thead>
            <tr>
              <Th>Change</Th>
              <Th wide>Service</Th>
              <Th wide>Signed by</Th>
              <Th num>Lines</Th>
              <Th num>Took</Th>
              <Th num wide>
                Reading takes
              </Th>
              <Th num wide>
                Signed
              </Th>
            </tr>
          </thead>
          <tbody>
            {stamps.rows.slice(0, 20).map((row) => (
              <tr key={`${row.changeId} ${row.at}`}>
                <TitleCell>
                  {row.changeId === null ? (
                    row.title
                  ) : (
                    <Link href={`${base}/changes/${row.changeId}`} prefetch={false}>
                      {row.title}
                    </Link>
                  )}
                  <SecondLine>
                    {row.services.join(", ")}
                    {row.person === null ? "" : ` · ${row.person.name}`}
                  </SecondLine>
                </TitleCell>
                <Td wide>{row.services.join(", ")}</Td>
                <Td wide>{row.person === null ? <span className="text-ink-3">–</span> : row.person.name}</Td>
                <Td num>{numberWords(row.lines)}</Td>
                <Td num className="font-semibold">
                  {waitWords(row.elapsedMs)}
                </Td>
                <Td num wide>
                  {waitWords(row.plausibleMs)}
                </Td>
                <Td num wide>
                  {dayWords(dayOf(Date.parse(row.at), timeZone))}
                </Td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      {stamps.rows.length > 20 ? (
        <p className="px-4 pt-2 pb-2 text-small text-ink-3 max-sm:px-3">
          The newest 20; the API lists up to 50.
        </p>
      ) : null}
    </Panel>
  );
}
