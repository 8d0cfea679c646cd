import Link from "next/link";
import { IfMay } from "@/components/access/abilities";
import { AiInvolvement } from "@/components/change/ai-involvement";
import { ChangeVerdict } from "@/components/change/change-verdict";
import { placeWords } from "@/components/change/involvement-words";
import type { Verdicts } from "@/components/change/verdict-actions";
import { VerdictButtons } from "@/components/change/verdict-buttons";
import { VerdictHistory } from "@/components/change/verdict-history";
import { GRADE_WORDS, levelWord, sizeText } from "@/components/change/words";
import { Button } from "@/components/ui/button";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { formatDuration } from "@/domain/calendar/duration";
import { causeOffered, type OfferedCause } from "@/domain/change/cause-offer";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { ChangeSummary } from "@/domain/change/schema";
import type { Incident } from "@/domain/incident/schema";

/** The changes that people linked to the incident: what is known of each, and whose verdict it has. */
export function LinkedChangesPanel({
  incident,
  verdicts,
  workspace,
  zone,
  onOffer,
}: {
  incident: Incident;
  verdicts: Verdicts;
  workspace: string;
  zone: string;
  /** Opens the statement of a cause that a verdict suggests. */
  onOffer: (offered: OfferedCause) => void;
}) {
  const { links, choose } = verdicts;
  if (links.length === 0) return null;
  return (
    <Panel aria-labelledby="linked-changes">
      <PanelHeader
        id="linked-changes"
        title={links.length === 1 ? "Linked change" : "Linked changes"}
        right={
          <>
            {links.some(({ change, generated }) => change.generated || generated) ? <GeneratedTag /> : null}
            {links.length === 1 && links[0] ? <ChangeVerdict verdict={links[0].verdict} /> : null}
          </>
        }
      />
      <PanelBody className="!py-0">
        <ul>
          {links.map((link) => (
            <li key={link.change.id} className="border-b border-line py-3 last:border-0 last:pb-4">
              <LinkedChange
                link={link}
                startedAt={incident.impactStartedAt}
                workspace={workspace}
                zone={zone}
                withChip={links.length > 1}
                onVerdict={(verdict) => choose(link.change, verdict)}
              />
              <Offer link={link} incident={incident} onOffer={onOffer} />
            </li>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}

function LinkedChange({
  link,
  startedAt,
  workspace,
  zone,
  withChip,
  onVerdict,
}: {
  link: IncidentChange;
  startedAt: string;
  workspace: string;
  zone: string;
  withChip: boolean;
  onVerdict: (verdict: IncidentChange["verdict"] | null) => void;
}) {
  const { change } = link;
  const address = `/${workspace}/changes/${change.id}`;
  return (
    <>
      <p className="break-words">
        <Link href={address} prefetch={false} className="font-semibold hover:underline">
          {change.title}
        </Link>{" "}
        {change.ref ? <code className="font-mono text-small text-ink-3">{change.ref}</code> : null}
      </p>
      <p className="mt-1.5 mb-2.5 flex flex-wrap items-center gap-2">
        {withChip ? <ChangeVerdict verdict={link.verdict} /> : null}
        <AiInvolvement change={change} />
        <SizeChip change={change} />
      </p>
      <Evidence link={link} address={address} zone={zone} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        <Fact name="Author" value={authorWords(change)} />
        <Fact
          name={change.kind === "code" || change.kind === "deployment" ? "Deployed" : "Made"}
          value={
            <>
              <Time at={change.at} zone={zone} />, {distanceWords(change.at, startedAt)}
            </>
          }
        />
        {change.revertedAt ? (
          <Fact name="Rolled back" value={<Time at={change.revertedAt} zone={zone} />} />
        ) : null}
        <Fact
          name="Verdict"
          value={
            <>
              {link.statedBy}, <Time at={link.statedAt} zone={zone} format="day" />
            </>
          }
        />
      </dl>
      {link.reason ? <p className="mt-1.5 break-words whitespace-pre-line">{link.reason}</p> : null}
      <VerdictHistory history={link.history} zone={zone} />
      <IfMay ability="writeAbout">
        <div className="mt-2.5 flex flex-wrap items-center gap-2 print:hidden">
          <VerdictButtons about={change.title} verdict={link.verdict} onVerdict={onVerdict} />
          <Button size="sm" variant="ghost" onClick={() => onVerdict(null)}>
            Unlink
          </Button>
        </div>
      </IfMay>
    </>
  );
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="text-right font-medium break-words">{value}</dd>
    </>
  );
}

function SizeChip({ change }: { change: ChangeSummary }) {
  const size = sizeText(change);
  if (size === null) return null;
  const { files } = change;
  return <Chip>{files === null ? size : `${size}, ${files} ${files === 1 ? "file" : "files"}`}</Chip>;
}

/** The quoted line on which the tag rests; it can be contested where it is kept. */
function Evidence({ link, address, zone }: { link: IncidentChange; address: string; zone: string }) {
  const [best, ...others] = link.evidence;
  if (best === undefined) return null;
  return (
    <blockquote className="mb-2.5 border-l-2 border-ai-line bg-surface-2 px-2.5 py-1.5 break-words">
      “{best.quote}”{" "}
      <span className="text-ink-3">
        {GRADE_WORDS[best.grade]}, in {placeWords(best)},{" "}
        <Time at={best.recordedAt} zone={zone} format="day" />
        {others.length > 0 ? `; ${others.length} more` : ""}.{" "}
      </span>
      <Link className="link" href={address} prefetch={false}>
        Contest
      </Link>
    </blockquote>
  );
}

/** Once AI took part in the cause, the record of causes should say so too; until it does, it is offered. */
function Offer({
  link,
  incident,
  onOffer,
}: {
  link: IncidentChange;
  incident: Incident;
  onOffer: (offered: OfferedCause) => void;
}) {
  const offered = causeOffered(link);
  const isStated = incident.causes.some(({ changeId }) => changeId === link.change.id);
  if (offered === null || isStated) return null;
  return (
    <IfMay ability="writeAbout">
      <div
        role="status"
        className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-2 border border-ai-line bg-ai-soft px-3 py-2 print:hidden"
      >
        <p className="min-w-0 flex-1 basis-56">
          AI took part in this change, and no cause on record says so.
        </p>
        <Button size="sm" onClick={() => onOffer(offered)}>
          State the AI cause
        </Button>
      </div>
    </IfMay>
  );
}

function authorWords({ author }: ChangeSummary): string {
  if (author === null) return "not known";
  if (author.isBot) return `${author.name}, a bot`;
  return `${author.name}, ${levelWord(author.level)}`;
}

function distanceWords(at: string, startedAt: string): string {
  const beforeMs = Date.parse(startedAt) - Date.parse(at);
  if (beforeMs >= 0) return `${formatDuration(beforeMs)} before impact`;
  return `${formatDuration(-beforeMs)} after impact start`;
}
