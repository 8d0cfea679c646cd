import { GitBranch } from "lucide-react";
import Link from "next/link";
import { IfMay } from "@/components/access/abilities";
import { Button } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { formatInstant, zoneName } from "@/components/ui/time-format";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { Incident } from "@/domain/incident/schema";
import { percentText } from "./format";
import { useRichText } from "./free-text";
import { fieldWords, isInstantText, type TimelineEntry, timelineEntries } from "./timeline-entries";

/** What happened and what was written down about it, oldest first; edits with what stood there before. */
export function TimelinePanel({
  incident,
  links,
  workspace,
  zone,
  shownZone,
  onNote,
}: {
  incident: Incident;
  /** Changes stand at their own times. */
  links: readonly IncidentChange[];
  /** Its slug. */
  workspace: string;
  /** The workspace's zone, for the server's HTML. */
  zone: string;
  /** The zone the viewer sees: days are cut in it. */
  shownZone: string;
  onNote: () => void;
}) {
  const entries = timelineEntries(incident, links);
  const days = new Set(entries.map((entry) => formatInstant(Date.parse(entry.at), shownZone, "date")));
  return (
    <Panel aria-labelledby="timeline">
      <PanelHeader
        id="timeline"
        title="Timeline"
        description={zoneName(Date.parse(incident.impactStartedAt), shownZone)}
        right={
          <IfMay ability="writeAbout">
            <Button size="sm" kbd="N" onClick={onNote}>
              Add note
            </Button>
          </IfMay>
        }
      />
      <PanelBody>
        <ol>
          {entries.map((entry, index) => {
            const day = formatInstant(Date.parse(entry.at), shownZone, "date");
            const before = entries[index - 1];
            const isNewDay = !before || formatInstant(Date.parse(before.at), shownZone, "date") !== day;
            return (
              <Entry
                key={entry.id}
                entry={entry}
                workspace={workspace}
                zone={zone}
                day={days.size > 1 && isNewDay ? day : null}
                last={index === entries.length - 1}
              />
            );
          })}
        </ol>
      </PanelBody>
    </Panel>
  );
}

function Entry({
  entry,
  workspace,
  zone,
  day,
  last,
}: {
  entry: TimelineEntry;
  workspace: string;
  zone: string;
  day: string | null;
  last: boolean;
}) {
  // "Acknowledged by Priya Nair" is one line; a text of its own is signed below.
  const rich = useRichText(entry.text);
  const isBare = entry.lead !== null && entry.text === "" && entry.recordedAt === null;
  return (
    <li>
      {day ? <p className="pt-1.5 pb-0.5 text-small font-medium text-ink-2">{day}</p> : null}
      <div className="grid grid-cols-[42px_16px_minmax(0,1fr)] gap-1.5 py-1">
        <Time at={entry.at} zone={zone} format="time" className="text-ink-3" />
        <span aria-hidden="true" className="relative flex justify-center">
          {last ? null : <span className="absolute top-2.5 -bottom-3.5 left-[7.5px] w-px bg-line-strong" />}
          {entry.changeId === null ? (
            <span
              className={cx(
                "z-1 mt-1.5 size-[7px] rounded-full",
                entry.isNote ? "border-[1.5px] border-ink-3 bg-surface" : "bg-ink-2",
              )}
            />
          ) : (
            <GitBranch size={12} className="z-1 mt-[3px] bg-surface text-ink" />
          )}
        </span>
        <div className="min-w-0">
          <p className="break-words whitespace-pre-line">
            {entry.lead ? <b className="font-semibold">{entry.lead}</b> : null}
            {rich === undefined && entry.lead && entry.text ? ", " : null}
            {rich !== undefined ? null : entry.changeId === null ? (
              entry.text
            ) : (
              <Link
                href={`/${workspace}/changes/${entry.changeId}`}
                prefetch={false}
                className="hover:underline"
              >
                {entry.text}
              </Link>
            )}
            {isBare && entry.author ? ` by ${entry.author}` : null}
            {entry.generated ? (
              <>
                {" "}
                <GeneratedTag />
              </>
            ) : null}
          </p>
          {rich}
          <Changes entry={entry} zone={zone} />
          {isBare && !entry.recordedAt ? null : <Signature entry={entry} zone={zone} />}
        </div>
      </div>
    </li>
  );
}

function Changes({ entry, zone }: { entry: TimelineEntry; zone: string }) {
  // A step says its status already.
  const changes = entry.lead ? entry.changes.filter((change) => change.field !== "status") : entry.changes;
  if (changes.length === 0) return null;
  return (
    <ul className="text-ink-2">
      {changes.map((change) => (
        <li key={change.field} className="break-words">
          {fieldWords(change.field)}:{" "}
          <span className="text-ink-3">
            <Value field={change.field} text={change.before} zone={zone} />
          </span>{" "}
          <span role="img" aria-label="became">
            →
          </span>{" "}
          <Value field={change.field} text={change.after} zone={zone} />
        </li>
      ))}
    </ul>
  );
}

function Value({ field, text, zone }: { field: string; text: string | null; zone: string }) {
  if (text === null || text === "") return "not set";
  if (isInstantText(text)) return <Time at={text} zone={zone} />;
  const isRatio = /(fraction|Ratio)$/.test(field) && /^[\d.]+$/.test(text);
  if (isRatio) return percentText(Number(text));
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function Signature({ entry, zone }: { entry: TimelineEntry; zone: string }) {
  if (entry.author === null) return null;
  return (
    <p className="text-small text-ink-3">
      {entry.author}
      {entry.recordedAt ? (
        <>
          , written <Time at={entry.recordedAt} zone={zone} />
        </>
      ) : null}
    </p>
  );
}
