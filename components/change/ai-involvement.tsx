import { Chip } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { AI_ROLE_WORDS } from "@/domain/cause/kinds";
import type { Involvement, InvolvementStanding } from "@/domain/change/kinds";
import type { ChangeSummary } from "@/domain/change/schema";
import { EVIDENCE_GRADES, type EvidenceGrade } from "@/domain/provenance/grades";
import { GRADE_WORDS } from "./words";

interface Involved {
  involvement: Involvement;
  involvementStanding: InvolvementStanding;
  ai: ChangeSummary["ai"];
}

/** AI's part in a change: its role, how good the evidence is, or that none was found. `short` fits a phone's row. */
export function AiInvolvement({ change, short }: { change: Involved; short?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <InvolvementChip change={change} short={short} />
      {change.involvementStanding === "contested" ? <Chip tone="warn">contested</Chip> : null}
      {change.involvementStanding === "corrected" && !short ? (
        <span className="text-small text-ink-3" title="What a person decided, against what was detected.">
          corrected
        </span>
      ) : null}
    </span>
  );
}

function InvolvementChip({ change: { involvement, ai }, short }: { change: Involved; short?: boolean }) {
  if (involvement === "none-found") {
    return (
      <Chip
        tone="none"
        title="Its texts were looked at and say nothing of AI. That does not mean a person wrote it."
      >
        No evidence found
      </Chip>
    );
  }
  if (involvement === "unknown") {
    return (
      <Chip tone="dashed" title="There was no text to look at.">
        <span aria-hidden="true" className="hatch size-2 rounded-[2px] border border-unk" />
        Unknown
      </Chip>
    );
  }
  if (involvement === "automation") {
    return (
      <Chip tone="mute" title="A bot that is no AI, such as one that raises dependencies.">
        Automation
      </Chip>
    );
  }
  const role = ai?.role ? AI_ROLE_WORDS[ai.role] : null;
  return (
    <Chip tone="ai" title={ai?.tool ? `Tool: ${ai.tool}${ai.model ? `, ${ai.model}` : ""}` : undefined}>
      AI{role ? <span className={cx(short && "sr-only")}> · {role}</span> : null}
      {ai?.grade ? (
        <>
          {short ? null : <span aria-hidden="true">·</span>}
          <GradeMeter grade={ai.grade} />
          <span className="sr-only">, evidence: </span>
          <span className={cx(short && "sr-only")}>{GRADE_WORDS[ai.grade]}</span>
        </>
      ) : null}
    </Chip>
  );
}

/** Five steps, declared to attested; decorative beside its word. */
export function GradeMeter({ grade, className }: { grade: EvidenceGrade; className?: string }) {
  const steps = EVIDENCE_GRADES.length - EVIDENCE_GRADES.indexOf(grade);
  return (
    <span aria-hidden="true" className={cx("inline-flex items-end gap-px text-ai", className)}>
      {EVIDENCE_GRADES.map((step, index) => (
        <span
          key={step}
          className={cx("w-[3px] rounded-[0.5px] bg-current", index >= steps && "opacity-30")}
          style={{ height: `${4 + 1.5 * index}px` }}
        />
      ))}
    </span>
  );
}
