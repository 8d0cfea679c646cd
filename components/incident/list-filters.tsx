"use client";

import type { ReactNode } from "react";
import { CauseSwatch } from "@/components/cause/cause-swatch";
import { FilteredList, ListChips } from "@/components/list/filtered-list";
import type { FilterOption } from "@/components/ui/list-filter";
import { CAUSE_KINDS } from "@/domain/cause/kinds";
import { STATUSES } from "@/domain/incident/lifecycle";
import { BLAST_RADIUS_CLASSES, RECORDS, SEVERITIES } from "@/domain/incident/severity";
import { incidentAddress } from "./list-params";
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

/** The list's filters and its table. */
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
  return (
    <FilteredList
      address={incidentAddress}
      search={{ label: "Search titles and numbers", placeholder: "Title or number" }}
      dates={{ from: "Impact at or after", to: "Impact began before" }}
      filters={(params, go) => <ListChips chips={chipsOf(choices)} params={params} go={go} />}
      note={
        hasGenerated ? (
          <span className="inline-flex items-center gap-1.5">
            <span className="rounded-1 border border-dashed border-control px-[3px]">#</span> generated, not
            from the public record
          </span>
        ) : null
      }
    >
      {children}
    </FilteredList>
  );
}

function chipsOf(choices: ListChoices): { name: string; label: string; options: FilterOption[] }[] {
  const own = choices.causes.filter((kind) => !CAUSE_KINDS.some((entry) => entry.kind === kind));
  return [
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
}
