"use client";

import { ChevronDown } from "lucide-react";
import { useAbilities } from "@/components/access/abilities";
import { Button } from "@/components/ui/button";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { Menu } from "@/components/ui/menu";
import type { MenuItem } from "@/components/ui/menu-popup";
import { formatInstant, zoneName } from "@/components/ui/time-format";
import type { OfferedCause } from "@/domain/change/cause-offer";
import type { Transition } from "@/domain/incident/lifecycle";
import type { Incident } from "@/domain/incident/schema";
import { useRichText } from "./free-text";
import { SeverityChip } from "./severity-chip";
import { StatusChip, statusWord } from "./status-chip";
import { nextStep, possibleSteps, stepTo, stepWords, WAY } from "./steps";

export type IncidentDialog =
  | { kind: "note" | "times" | "details" }
  | { kind: "revise"; offered?: OfferedCause }
  | { kind: "impact"; impactId: string | null }
  | { kind: "step"; transition: Transition };

type HeaderProps = {
  incident: Incident;
  shownZone: string;
  moving: boolean;
  onMove: (transition: Transition) => void;
  onOpen: (dialog: IncidentDialog) => void;
};

/** Where the incident stands, its name, and everything that can be done with it, each with its key. */
export function IncidentHeader(props: HeaderProps) {
  const { incident, shownZone } = props;
  return (
    <header className="flex flex-col gap-2 pt-1">
      <div className="flex flex-wrap items-center gap-2">
        <StatusChip status={incident.status} />
        <SeverityChip severity={incident.severity} />
        <RecordTag incident={incident} />
        <span className="text-ink-3" title={`${rangeText(incident, "UTC")}`}>
          {rangeText(incident, shownZone)}
        </span>
      </div>
      <h1 className="!text-[22px] break-words max-sm:!text-title">{incident.title}</h1>
      {incident.summary ? <Summary text={incident.summary} /> : null}
      <SourceLine incident={incident} />
      <div className="flex flex-wrap items-center gap-2">
        <Way {...props} />
        <Actions {...props} />
      </div>
    </header>
  );
}

function Summary({ text }: { text: string }) {
  const rich = useRichText(text);
  return (
    <div className="max-w-[84ch] break-words text-ink-2">
      {rich ?? <p className="whitespace-pre-line">{text}</p>}
    </div>
  );
}

function RecordTag({ incident }: { incident: Incident }) {
  if (incident.record === "generated") return <GeneratedTag />;
  if (incident.record === "public-record") return <Chip>Sample, public record</Chip>;
  return incident.record === "imported" ? <Chip>Imported</Chip> : null;
}

/** Where the record comes from, as a line of its own: names of sources are long. */
function SourceLine({ incident }: { incident: Incident }) {
  const { sourceName, sourceUrl } = incident;
  if (!sourceName && !sourceUrl) return null;
  const name = sourceName ?? sourceUrl;
  return (
    <p className="text-small text-ink-3">
      Source:{" "}
      {sourceUrl ? (
        <a className="link break-words" href={sourceUrl} rel="noreferrer" target="_blank">
          {name}
        </a>
      ) : (
        name
      )}
    </p>
  );
}

/** "5 Mar 2026, 11:58–17:50 PST"; across days with both dates, and "since" while it lasts. */
function rangeText(incident: Pick<Incident, "impactStartedAt" | "resolvedAt">, zone: string): string {
  const startMs = Date.parse(incident.impactStartedAt);
  const start = formatInstant(startMs, zone, "datetime");
  if (incident.resolvedAt === null) return `since ${start} ${zoneName(startMs, zone)}`;
  const endMs = Date.parse(incident.resolvedAt);
  const sameDay = formatInstant(startMs, zone, "date") === formatInstant(endMs, zone, "date");
  const end = formatInstant(endMs, zone, sameDay ? "time" : "datetime");
  return `${start}${sameDay ? "–" : " – "}${end} ${zoneName(endMs, zone)}`;
}

/** The states in order; those that one step leads to can be pressed. */
function Way({ incident, moving, onMove }: HeaderProps) {
  const { status } = incident;
  const { respond } = useAbilities();
  const here = WAY.indexOf(status as (typeof WAY)[number]);
  return (
    <ol
      aria-label="Lifecycle"
      className="flex flex-wrap items-center text-small text-ink-3 max-sm:hidden print:flex"
    >
      {WAY.map((state, index) => {
        const step = status === "cancelled" || !respond ? null : stepTo(state, status);
        const look = cx(
          index < here && "text-ink-2",
          index === here && "font-semibold text-ink",
          step && index > here && "rounded-1 hover:text-ink hover:underline",
        );
        return (
          <li key={state} aria-current={index === here ? "step" : undefined} className="flex items-center">
            {index > 0 ? <span aria-hidden="true" className="mx-[7px] h-px w-[18px] bg-line-strong" /> : null}
            {step && index > here ? (
              <button type="button" disabled={moving} onClick={() => onMove(step)} className={look}>
                {statusWord(state)}
              </button>
            ) : (
              <span className={look}>{statusWord(state)}</span>
            )}
          </li>
        );
      })}
      {status === "cancelled" ? (
        <li className="ml-2 font-semibold text-ink">Cancelled: counts nowhere</li>
      ) : null}
    </ol>
  );
}

function Actions({ incident, moving, onMove, onOpen }: HeaderProps) {
  const { respond, writeAbout } = useAbilities();
  const next = respond ? nextStep(incident) : null;
  const steps = possibleSteps(incident);
  const print: MenuItem = { id: "print", label: "Print", separated: true, onSelect: () => window.print() };
  const revise: MenuItem = {
    id: "revise",
    label: "Revise causes",
    kbd: "R",
    onSelect: () => onOpen({ kind: "revise" }),
  };
  const responding: MenuItem[] = [
    ...steps.map((transition) => ({
      id: transition,
      label: `${stepWords[transition].act}, at …`,
      onSelect: () => onOpen({ kind: "step", transition }),
    })),
    {
      id: "times",
      label: "Edit times",
      kbd: "T",
      separated: true,
      onSelect: () => onOpen({ kind: "times" }),
    },
    {
      id: "impact",
      label: "Add impact",
      kbd: "A",
      onSelect: () => onOpen({ kind: "impact", impactId: null }),
    },
    { id: "details", label: "Edit details", kbd: "E", onSelect: () => onOpen({ kind: "details" }) },
  ];
  const more = [...(respond ? responding : []), ...(writeAbout ? [revise] : []), print];
  return (
    <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0 max-sm:w-full print:hidden">
      {next ? (
        <Button
          variant="primary"
          kbd="X"
          aria-keyshortcuts="X"
          aria-disabled={moving || undefined}
          onClick={() => onMove(next)}
          className="max-sm:flex-1"
        >
          {stepWords[next].act}
        </Button>
      ) : null}
      {writeAbout ? (
        <Button
          kbd="N"
          aria-keyshortcuts="N"
          onClick={() => onOpen({ kind: "note" })}
          className="max-sm:flex-1"
        >
          Add note
        </Button>
      ) : null}
      {respond ? (
        <>
          <Button
            kbd="T"
            aria-keyshortcuts="T"
            onClick={() => onOpen({ kind: "times" })}
            className="max-sm:hidden"
          >
            Edit times
          </Button>
          <Button
            kbd="A"
            aria-keyshortcuts="A"
            onClick={() => onOpen({ kind: "impact", impactId: null })}
            className="max-sm:hidden"
          >
            Add impact
          </Button>
        </>
      ) : null}
      <Menu
        icon
        variant="ghost"
        align="end"
        label="More actions"
        trigger={<ChevronDown size={14} strokeWidth={1.6} aria-hidden="true" />}
        items={more}
      />
    </div>
  );
}
