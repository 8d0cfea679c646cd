"use client";

import { LinkButton } from "@/components/ui/button";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
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
            <Th num className="w-16">
              Row
            </Th>
            <Th wide className="w-1/5">
              What it is
            </Th>
            <Th>Why</Th>
          </tr>
        </thead>
        <tbody>
          {refusals.map(({ row, ref, field, code, reason }) => (
            <tr key={`${row} ${field} ${code} ${ref}`}>
              <Td num>{row.toLocaleString("en")}</Td>
              <Td wide className="max-w-0 truncate" title={ref}>
                {ref}
              </Td>
              <Td className="py-1.5">
                {reason}
                <SecondLine>{ref}</SecondLine>
              </Td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Panel>
  );
}
