import { Chip, GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { AI_ROLE_WORDS } from "@/domain/cause/kinds";
import { INVOLVEMENT_WORDS } from "@/domain/change/kinds";
import { shortRevision } from "@/domain/change/ref";
import type { AiEvidence, Change, InvolvementStatement } from "@/domain/change/schema";
import { AiInvolvement, GradeMeter } from "./ai-involvement";
import { fieldWords, GRADE_WORDS } from "./words";

/** AI's part in the change: what stands, what was detected, the quoted evidence, and what people said. */
export function AiPanel({ change, zone }: { change: Change; zone: string }) {
  return (
    <Panel aria-labelledby="ai">
      <PanelHeader id="ai" title="AI involvement" description="graded, never guessed" />
      <PanelBody className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <AiInvolvement change={change} />
          <span className="text-ink-2">{standsText(change)}</span>
        </div>
        <Detected change={change} />
        {change.evidence.length > 0 ? (
          <ol className="flex flex-col gap-3">
            {change.evidence.map((one) => (
              <Evidence key={one.id} evidence={one} zone={zone} />
            ))}
          </ol>
        ) : null}
        {change.statements.length > 0 ? (
          <div className="border-t border-line pt-2.5">
            <h3 className="mb-1 !font-medium !text-ink-3">What people said</h3>
            <ol className="flex flex-col gap-2">
              {change.statements.map((one) => (
                <Statement key={one.id} statement={one} zone={zone} />
              ))}
            </ol>
          </div>
        ) : null}
      </PanelBody>
    </Panel>
  );
}

function standsText({ involvement, ai }: Change): string {
  if (involvement === "none-found")
    return "Its texts say nothing of AI. That does not mean a person wrote it.";
  if (involvement === "unknown") return "There was no text in which evidence could stand.";
  if (involvement === "automation") return "A bot that is no AI made it.";
  return [ai?.tool ?? "tool not stated", ai?.model].filter(Boolean).join(", ");
}

/** Only where people said otherwise; else what stands is what was detected. */
function Detected({ change }: { change: Change }) {
  const { detected, involvementStanding } = change;
  if (involvementStanding === "detected") return null;
  const part = [
    INVOLVEMENT_WORDS[detected.involvement],
    detected.role ? AI_ROLE_WORDS[detected.role] : null,
    detected.tool,
  ].filter(Boolean);
  return <p className="text-ink-2">Detected: {part.join(", ")}.</p>;
}

function Evidence({ evidence, zone }: { evidence: AiEvidence; zone: string }) {
  return (
    <li className="min-w-0">
      <p className="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="inline-flex items-center gap-1.5 font-medium">
          <GradeMeter grade={evidence.grade} />
          {GRADE_WORDS[evidence.grade]}
        </span>
        {evidence.tool ? <span className="text-ink-2">{evidence.tool}</span> : null}
        <span className="text-small text-ink-3">
          found in {evidence.foundIn}
          {evidence.revision ? (
            <>
              {" "}
              of <code className="font-mono">{shortRevision(evidence.revision)}</code>
            </>
          ) : null}
          , <Time at={evidence.recordedAt} zone={zone} format="date" />
        </span>
        {evidence.generated ? <GeneratedTag /> : null}
      </p>
      <pre className="overflow-x-auto border-l-2 border-ai-line bg-surface-2 px-2.5 py-1.5 font-mono text-small whitespace-pre-wrap break-words">
        {evidence.quote}
      </pre>
    </li>
  );
}

function Statement({ statement, zone }: { statement: InvolvementStatement; zone: string }) {
  const said = [
    statement.involvement ? INVOLVEMENT_WORDS[statement.involvement] : null,
    statement.role ? AI_ROLE_WORDS[statement.role] : null,
    statement.tool,
    statement.model,
  ].filter(Boolean);
  return (
    <li className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <Chip tone={statement.kind === "contested" ? "warn" : "plain"}>{fieldWords(statement.kind)}</Chip>
        {said.length > 0 ? <span>{said.join(", ")}</span> : null}
        <span className="text-small text-ink-3">
          {statement.statedBy}, <Time at={statement.statedAt} zone={zone} />
        </span>
        {statement.generated ? <GeneratedTag /> : null}
      </p>
      <p className="break-words whitespace-pre-line text-ink-2">{statement.reason}</p>
    </li>
  );
}
