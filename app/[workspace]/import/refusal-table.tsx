"use client";

import { LinkButton } from "@/components/ui/button";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import type { ImportRun } from "@/domain/import/schema";

/** Every refused row with its reason, or the first ones and a download of them. */
export function RefusalTable({
  title,
  refusals,
  total,
  description,
  download,
}: {
  title: string;
  refusals: ImportRun["refusals"];
  total: number;
  description?: string;
  download?: string;
}) {
  if (total === 0) return null;
  const shown =
    refusals.length < total ? `The first ${refusals.length} of ${total.toLocaleString("en")}. ` : "";
  return (
    <Panel aria-labelledby="refused-rows">
      <PanelHeader
        id="refused-rows"
        title={title}
        description={`${shown}${description ?? ""}`}
        right={
          download ? (
            <LinkButton size="sm" href={download} prefetch={false} download>
              Download CSV
            </LinkButton>
          ) : null
        }
      />
      <DataTable>
        <thead>
          <tr>
            <Th num>Row</Th>
            <Th wide>What it is</Th>
            <Th>Why</Th>
          </tr>
        </thead>
        <tbody>
          {refusals.map(({ row, ref, field, code, reason }) => (
            <tr key={`${row} ${field} ${code} ${ref}`}>
              <Td num>{row.toLocaleString("en")}</Td>
              <Td wide className="w-1/5 max-w-0 truncate" title={ref}>
                {ref}
              </Td>
              <TitleCell className="!whitespace-normal">
                {reason}
                <SecondLine>{ref}</SecondLine>
              </TitleCell>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Panel>
  );
}
