import { Chip, GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { Change } from "@/domain/change/schema";
import { evidenceSince, type InvolvementAbilities, statementsInForce } from "@/domain/provenance/effective";
import { AiInvolvement } from "./ai-involvement";
import { EvidenceList } from "./evidence-list";
import { InvolvementActions } from "./involvement-actions";
import { asStated, partWords, type StatementOnPage, saidWords, standsSentence } from "./involvement-words";

/** AI's part in the change: what stands and why, the quoted evidence, what people said, and how to say more. */
export function InvolvementPanel({
  change,
  abilities,
  workspace,
  zone,
}: {
  change: Change;
  abilities: InvolvementAbilities;
  /** Slug. */
  workspace: string;
  /** The workspace's. */
  zone: string;
}) {
  const statements = asStated(change.statements);
  const { correction, contests } = statementsInForce(statements);
  const late = evidenceSince(change.evidence, correction);
  return (
    <Panel aria-labelledby="ai">
      <PanelHeader
        id="ai"
        title="AI’s part"
        description="from evidence, never guessed"
        right={<InvolvementActions change={change} abilities={abilities} workspace={workspace} />}
      />
      <PanelBody className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <AiInvolvement change={change} />
          <span className="text-ink-2">{standsSentence(change)}</span>
        </div>
        {contests.map((one) => (
          <Contest key={one.id} statement={one} zone={zone} />
        ))}
        {correction ? (
          <Correction statement={correction} change={change} lateCount={late.length} zone={zone} />
        ) : null}
        {change.evidence.length > 0 ? (
          <EvidenceList evidence={change.evidence} late={new Set(late.map(({ id }) => id))} zone={zone} />
        ) : change.involvement === "ai" ? (
          <p className="text-ink-3">No quoted line is on record for it.</p>
        ) : null}
        {statements.length > 0 ? <History statements={statements} zone={zone} /> : null}
        <Who abilities={abilities} />
      </PanelBody>
    </Panel>
  );
}

function Contest({ statement, zone }: { statement: StatementOnPage; zone: string }) {
  return (
    <div className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2 text-ink">
      <p>
        <b className="font-medium">
          {statement.kind === "declared" ? "AI declared against the correction" : "Contested"} by{" "}
          {statement.statedBy}
        </b>
        , <Time at={statement.statedAt} zone={zone} />. The tag stays as it is until somebody decides.
      </p>
      <p className="break-words whitespace-pre-line text-ink-2">{statement.reason}</p>
    </div>
  );
}

function Correction({
  statement,
  change,
  lateCount,
  zone,
}: {
  statement: StatementOnPage;
  change: Change;
  lateCount: number;
  zone: string;
}) {
  return (
    <div className="rounded-2 border border-line bg-surface-2 px-3 py-2">
      <p>
        <b className="font-medium">Corrected by {statement.statedBy}</b>,{" "}
        <Time at={statement.statedAt} zone={zone} />. Detected was: {partWords(change.detected)}.
      </p>
      <p className="break-words whitespace-pre-line text-ink-2">{statement.reason}</p>
      {lateCount > 0 ? (
        <p className="mt-1 text-warn">
          {lateCount === 1 ? "One piece of evidence" : `${lateCount} pieces of evidence`} came after it,
          marked below. The correction stands until it is corrected again.
        </p>
      ) : null}
    </div>
  );
}

/** Everything that was ever said, newest first: nothing is overwritten. */
function History({ statements, zone }: { statements: readonly StatementOnPage[]; zone: string }) {
  return (
    <div className="border-t border-line pt-2.5">
      <h3 className="mb-1.5 !font-medium !text-ink-3">What people said, newest first</h3>
      <ol className="flex flex-col gap-2">
        {statements.map((one) => {
          const { verb, what } = saidWords(one);
          return (
            <li key={one.id} className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                <span className="font-medium">{one.statedBy}</span>
                <Chip tone={one.kind === "contested" ? "warn" : "plain"}>{verb}</Chip>
                {what ? <span>{what}</span> : null}
                <Time at={one.statedAt} zone={zone} className="text-small text-ink-3" />
                {one.generated ? <GeneratedTag /> : null}
              </p>
              <p className="break-words whitespace-pre-line text-ink-2">{one.reason}</p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Who may not do something is told why, where the button would be looked for. */
function Who({ abilities }: { abilities: InvolvementAbilities }) {
  const why = abilities.isOwn
    ? "This is your change: you can contest its tag or declare a tool, and somebody else decides."
    : !abilities.contest
      ? "Contesting and correcting need a member who may write."
      : abilities.correct
        ? null
        : "You can contest the tag. Correcting it is for authors and reviewers of a postmortem, and never for one’s own change.";
  return why === null ? null : <p className="text-small text-ink-3 print:hidden">{why}</p>;
}
