"use client";

import { SeverityChip } from "@/components/incident/severity-chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { ImportPreview } from "@/domain/import/schema";
import { SEVERITIES } from "@/domain/incident/severity";
import { targetName } from "./words";

const SERVICES_SHOWN = 3;

export function IncidentRows({ preview, zone }: { preview: ImportPreview; zone: string }) {
  const { incidents, counts } = preview;
  if (incidents.length === 0) return null;
  return (
    <Panel aria-labelledby="preview-incidents">
      <PanelHeader
        id="preview-incidents"
        title="First incidents"
        description={`${incidents.length} of ${counts.incidents.toLocaleString("en")}, in the order of the file`}
      />
      <DataTable>
        <thead>
          <tr>
            <Th>Incident</Th>
            <Th wide>Severity</Th>
            <Th wide>Impact began</Th>
            <Th wide>Resolved</Th>
            <Th wide>Services</Th>
          </tr>
        </thead>
        <tbody>
          {incidents.map((incident) => (
            <tr key={`${incident.row} ${incident.ref}`}>
              <TitleCell>
                <span className="block truncate font-medium max-sm:whitespace-normal">{incident.title}</span>
                <SecondLine>
                  <Severity severity={incident.severity} /> <Time at={incident.impactStartedAt} zone={zone} />
                  , {servicesOf(incident)}
                </SecondLine>
              </TitleCell>
              <Td wide>
                <Severity severity={incident.severity} />
              </Td>
              <Td wide className="whitespace-nowrap">
                <Time at={incident.impactStartedAt} zone={zone} />
              </Td>
              <Td wide className="whitespace-nowrap">
                {incident.resolvedAt ? <Time at={incident.resolvedAt} zone={zone} /> : "open"}
              </Td>
              <Td wide className="w-1/3 max-w-0 truncate" title={allServices(incident)}>
                {servicesOf(incident)}
              </Td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Panel>
  );
}

function Severity({ severity }: { severity: string }) {
  const known = SEVERITIES.find((one) => one === severity);
  return known ? <SeverityChip severity={known} /> : severity;
}

type Incident = ImportPreview["incidents"][number];

function servicesOf({ services }: Incident): string {
  const shown = services.slice(0, SERVICES_SHOWN).map(({ name, level }) => `${name} (${level})`);
  const more = services.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function allServices({ services }: Incident): string {
  return services.map(({ name, level }) => `${name} (${level})`).join(", ");
}

/** The first records of a kind without incidents. */
export function PlainRows({ preview }: { preview: ImportPreview }) {
  const { rows } = preview;
  if (rows.length === 0) return null;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) => column !== "row");
  return (
    <Panel aria-labelledby="preview-rows">
      <PanelHeader id="preview-rows" title="First records" description={`${rows.length} of the file`} />
      <DataTable>
        <thead>
          <tr>
            {columns.map((column) => (
              <Th key={column}>{targetName(column)}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={Object.values(row).join("\n")}>
              {columns.map((column) => (
                <Td key={column} className="whitespace-nowrap">
                  {row[column] ?? ""}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Panel>
  );
}
