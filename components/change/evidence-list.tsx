import { Chip, GeneratedTag } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import type { AiEvidence } from "@/domain/change/involvement-schema";
import { GradeMeter } from "./ai-involvement";
import { placeWords, toolName } from "./involvement-words";
import { GRADE_WORDS } from "./words";

/** What says that AI took part, best grade first, each with the line as it stands. */
export function EvidenceList({
  evidence,
  late,
  zone,
}: {
  evidence: readonly AiEvidence[];
  /** Told of after the correction in force. */
  late: ReadonlySet<string>;
  zone: string;
}) {
  return (
    <ol aria-label="Evidence, best first" className="flex flex-col gap-3">
      {evidence.map((one) => (
        <Evidence key={one.id} evidence={one} isLate={late.has(one.id)} zone={zone} />
      ))}
    </ol>
  );
}

function Evidence({ evidence, isLate, zone }: { evidence: AiEvidence; isLate: boolean; zone: string }) {
  return (
    <li className="min-w-0">
      <p className="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="inline-flex items-center gap-1.5 font-medium">
          <GradeMeter grade={evidence.grade} />
          {GRADE_WORDS[evidence.grade]}
        </span>
        {evidence.tool ? <span className="text-ink-2">{toolName(evidence.tool)}</span> : null}
        <span className="min-w-0 text-small break-words text-ink-3">
          in {placeWords(evidence)}, recorded <Time at={evidence.recordedAt} zone={zone} format="date" />
        </span>
        {isLate ? <Chip tone="warn">after the correction</Chip> : null}
        {evidence.generated ? <GeneratedTag /> : null}
      </p>
      <blockquote className="border-l-2 border-ai-line bg-surface-2 px-2.5 py-1.5 font-mono text-small whitespace-pre-wrap break-words">
        {evidence.quote}
      </blockquote>
    </li>
  );
}
