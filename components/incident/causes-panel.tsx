import Link from "next/link";
import { IfMay } from "@/components/access/abilities";
import { CauseChip, CauseStatusChip } from "@/components/cause/cause-chip";
import { Button } from "@/components/ui/button";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { currentCauses } from "@/domain/cause/current";
import { AI_ROLE_WORDS, isAiCause } from "@/domain/cause/kinds";
import type { CauseRevision } from "@/domain/cause/schema";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import { useRichText } from "./free-text";

/** What the record says now, and every statement that was made about it, newest first. */
export function CausesPanel({
  causes,
  links,
  base,
  zone,
  onRevise,
}: {
  causes: readonly CauseRevision[];
  /** The changes that the incident is linked to, which an AI cause names. */
  links: readonly IncidentChange[];
  /** The workspace's address. */
  base: string;
  zone: string;
  onRevise: () => void;
}) {
  const current = currentCauses(causes);
  return (
    <Panel aria-labelledby="causes">
      <PanelHeader
        id="causes"
        title="Causes"
        description={<span className="max-sm:hidden">never overwritten; newest first</span>}
        right={
          <IfMay ability="writeAbout">
            <Button size="sm" kbd="R" onClick={onRevise}>
              {causes.length === 0 ? "State a cause" : "Revise"}
            </Button>
          </IfMay>
        }
      />
      <PanelBody>
        {causes.length === 0 ? (
          <p className="text-ink-2">
            No cause stated yet. A suspicion is worth writing down; it can be revised.
          </p>
        ) : (
          <>
            <div className="flex flex-wrap gap-x-8 gap-y-2.5 border-b border-line pb-3">
              <Current title="Primary" causes={current.primary ? [current.primary] : []} />
              {current.contributing.length > 0 ? (
                <Current title="Contributing" causes={current.contributing} />
              ) : null}
              {current.ruledOut.length > 0 ? <Current title="Ruled out" causes={current.ruledOut} /> : null}
            </div>
            <ol>
              {causes.map((cause) => (
                <Revision key={cause.id} cause={cause} links={links} base={base} zone={zone} />
              ))}
            </ol>
          </>
        )}
      </PanelBody>
    </Panel>
  );
}

function Current({ title, causes }: { title: string; causes: readonly CauseRevision[] }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 !font-medium !text-ink-3">{title}</h3>
      {causes.length === 0 ? <span className="text-ink-3">none stated</span> : null}
      <ul className="flex flex-wrap gap-x-4 gap-y-1.5">
        {causes.map((cause) => (
          <li key={cause.id} className="flex flex-wrap items-center gap-2">
            <CauseChip kind={cause.kind} status={cause.status} withStatus />
            {isAiCause(cause.kind) && cause.aiRole ? <Chip>{AI_ROLE_WORDS[cause.aiRole]}</Chip> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Revision({
  cause,
  links,
  base,
  zone,
}: {
  cause: CauseRevision;
  links: readonly IncidentChange[];
  base: string;
  zone: string;
}) {
  const rich = useRichText(cause.note ?? "");
  const facts = [
    cause.role === "primary" ? "Primary" : "Contributing",
    ...(isAiCause(cause.kind) ? aiFacts(cause) : []),
  ];
  return (
    <li className="grid grid-cols-[60px_minmax(0,1fr)] border-b border-line py-[11px] last:border-0 last:pb-0">
      <Time at={cause.statedAt} zone={zone} format="day" className="text-ink-3" />
      <div className="min-w-0">
        <div className="mb-[3px] flex flex-wrap items-center gap-2 font-medium">
          <CauseChip kind={cause.kind} status={cause.status} />
          <span className="font-normal">
            <CauseStatusChip status={cause.status} />
          </span>
          {cause.generated ? <GeneratedTag /> : null}
        </div>
        {rich}
        <p className="break-words whitespace-pre-line text-ink-2">
          {cause.note && rich === undefined ? `${cause.note} ` : ""}
          {facts.join("; ")}.
        </p>
        <NamedChange cause={cause} links={links} base={base} />
        <p className="text-small text-ink-3">
          {cause.source?.startsWith(cause.statedBy) ? null : cause.statedBy}
          {cause.source && !cause.source.startsWith(cause.statedBy) ? ", " : null}
          {!cause.source && cause.sourceUrl ? ", " : null}
          <SourceName cause={cause} />
        </p>
      </div>
    </li>
  );
}

/** The change that an AI cause was, and the line that shows AI's part in it. */
function NamedChange({
  cause: { changeId, evidenceId },
  links,
  base,
}: {
  cause: CauseRevision;
  links: readonly IncidentChange[];
  base: string;
}) {
  if (changeId === null) return null;
  const link = links.find(({ change }) => change.id === changeId);
  const evidence = link?.evidence.find(({ id }) => id === evidenceId);
  return (
    <p className="break-words text-ink-2">
      Change:{" "}
      <Link className="link" href={`${base}/changes/${changeId}`} prefetch={false}>
        {link?.change.ref ?? link?.change.title ?? "no longer linked"}
      </Link>
      {evidence ? `; evidence: “${evidence.quote}”` : null}
    </p>
  );
}

function SourceName({ cause }: { cause: CauseRevision }) {
  const name = cause.source ?? (cause.sourceUrl ? "source" : null);
  if (!cause.sourceUrl) return name;
  return (
    <a className="link" href={cause.sourceUrl} rel="noreferrer" target="_blank">
      {name}
    </a>
  );
}

function aiFacts(cause: CauseRevision): string[] {
  return [
    `role ${cause.aiRole ? AI_ROLE_WORDS[cause.aiRole] : "not stated"}`,
    ...(cause.tool ? [`tool: ${cause.tool}`] : []),
    ...(cause.permissions ? [`permissions: ${cause.permissions}`] : []),
    ...(cause.claim === "claimed" ? ["claimed, not confirmed"] : []),
    ...(cause.claim === "confirmed" ? ["confirmed"] : []),
  ];
}
