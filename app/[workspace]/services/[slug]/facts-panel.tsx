import Link from "next/link";
import type { ReactNode } from "react";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { formatInstant } from "@/components/ui/time-format";
import type { Day } from "@/domain/calendar/day";
import { dayStartMs } from "@/domain/calendar/day";
import { dayWords } from "@/domain/overview/words";
import { objectiveWords } from "@/domain/service/figures";
import type { Service } from "@/domain/service/schema";

/** What is set for the service, and what follows where something was not. */
export function FactsPanel({
  service,
  isStated,
  trackedDay,
  zone,
  workspaceObjective,
  base,
}: {
  service: Service;
  isStated: boolean;
  trackedDay: Day;
  zone: string;
  workspaceObjective: number;
  base: string;
}) {
  const trackedMs = Date.parse(service.trackedFrom);
  const isWholeDay = dayStartMs(trackedDay, zone) === trackedMs;
  return (
    <Panel aria-labelledby="facts">
      <PanelHeader id="facts" title="Settings" right={service.generated ? <GeneratedTag /> : null} />
      <PanelBody>
        <dl className="flex flex-col gap-3">
          <Fact
            name="Objective"
            note={
              service.sloIsOwn
                ? `Its own; the workspace's is ${objectiveWords(workspaceObjective)} %.`
                : "The workspace's: the service has none of its own."
            }
          >
            {objectiveWords(service.sloTarget)} %
          </Fact>
          <Fact
            name="Tracked from"
            note={
              isStated
                ? "Stated. Loss before it is not counted, and it never moves by itself."
                : "Not stated: it began with the day the service was made, and moves back to the day of any earlier impact that is logged."
            }
          >
            {isWholeDay ? dayWords(trackedDay, true) : formatInstant(trackedMs, zone, "datetime")}
            <span className="text-ink-3"> {zone}</span>
          </Fact>
          <Fact name="Team">
            {service.team === null ? (
              <span className="text-ink-3">none</span>
            ) : (
              <Link href={`${base}/services?team=${encodeURIComponent(service.team)}`} className="link">
                {service.team}
              </Link>
            )}
          </Fact>
          <Fact name="Slug">
            <code className="font-mono text-[0.92em] break-all select-all">{service.slug}</code>
          </Fact>
        </dl>
        <p className="mt-3 border-t border-line pt-2.5 text-small text-ink-3">
          <Link href={`${base}/metrics`} prefetch={false} className="link">
            How the numbers are made
          </Link>
        </p>
      </PanelBody>
    </Panel>
  );
}

function Fact({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3">
      <dt className="text-ink-2">{name}</dt>
      <dd>
        <div className="font-medium">{children}</div>
        {note ? <div className="mt-0.5 text-small text-ink-3">{note}</div> : null}
      </dd>
    </div>
  );
}
