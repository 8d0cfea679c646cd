import type { AiRole } from "@/domain/cause/kinds";
import type { Involvement, InvolvementStanding } from "@/domain/change/kinds";
import { EVIDENCE_GRADES, type EvidenceGrade } from "./grades";

/** What was found in a change's texts, before people said anything. */
export interface DetectedInvolvement {
  involvement: Involvement;
  role: AiRole | null;
  tool: string | null;
  model: string | null;
}

/** Evidence of a person's declaration has the id of the statement that it was given with. */
export interface KnownEvidence {
  id: string;
  grade: EvidenceGrade;
}

export interface StatedInvolvement {
  id: string;
  kind: "declared" | "contested" | "corrected" | "withdrawn";
  involvement: Involvement | null;
  role: AiRole | null;
  tool: string | null;
  model: string | null;
  /** Whoever it was; who withdraws ends their own statements. */
  by: string;
  /** ISO 8601 in UTC. */
  statedAt: string;
}

export interface EffectiveInvolvement extends DetectedInvolvement {
  standing: InvolvementStanding;
  grade: EvidenceGrade | null;
}

/** What somebody may say of a change's tag, for its page. */
export interface InvolvementAbilities {
  /** It is their own change: others decide about it. */
  isOwn: boolean;
  contest: boolean;
  declare: boolean;
  correct: boolean;
  /** A contest or declaration of their own is in force. */
  withdraw: boolean;
}

/** The statements that hold: every other one is history. */
export interface StatementsInForce<S> {
  correction: S | null;
  /** Contests nobody has decided or withdrawn, and declarations against the correction in force. */
  contests: S[];
  declarations: S[];
}

/**
 * What stands of a change: what was detected, as people declared, contested and corrected it. The last correction is in
 * force whatever is found after it; a contest leaves the class as it is until somebody decides; a declaration makes AI of
 * what showed no other evidence. Order and repetition of the statements given make no difference.
 */
export function effectiveInvolvement(
  detected: DetectedInvolvement,
  evidence: readonly KnownEvidence[],
  statements: readonly StatedInvolvement[],
): EffectiveInvolvement {
  const { correction, contests, declarations } = statementsInForce(statements);
  const base = withDeclarations(detected, declarations);
  const standing = contests.length > 0 ? "contested" : correction ? "corrected" : "detected";
  const involvement = correction?.involvement ?? base.involvement;
  if (involvement !== "ai")
    return { involvement, standing, role: null, tool: null, model: null, grade: null };
  const { role, tool, model } = correction ?? base;
  return { involvement, standing, role, tool, model, grade: bestGrade(evidence, statements, declarations) };
}

/** The last correction, and what was said since or stands beside it; each in the order in which it was said. */
export function statementsInForce<S extends StatedInvolvement>(
  statements: readonly S[],
): StatementsInForce<S> {
  let correction: S | null = null;
  let contests: S[] = [];
  let declarations: S[] = [];
  for (const one of inOrder(statements)) {
    if (one.kind === "corrected") {
      correction = one;
      contests = [];
    } else if (one.kind === "contested") {
      contests = [...contests.filter(({ by }) => by !== one.by), one];
    } else if (one.kind === "declared") {
      declarations = [...declarations.filter(({ by }) => by !== one.by), one];
      if (correction !== null && correction.involvement !== "ai") contests = [...contests, one];
    } else {
      contests = contests.filter(({ by }) => by !== one.by);
      declarations = declarations.filter(({ by }) => by !== one.by);
    }
  }
  return { correction, contests, declarations };
}

/** Evidence that a source told of after the correction in force: whoever corrected had not seen it. */
export function evidenceSince<E extends { id: string; recordedAt: string }>(
  evidence: readonly E[],
  correction: { statedAt: string } | null,
): E[] {
  return correction === null ? [] : evidence.filter(({ recordedAt }) => recordedAt > correction.statedAt);
}

function withDeclarations(
  detected: DetectedInvolvement,
  declarations: readonly StatedInvolvement[],
): DetectedInvolvement {
  const last = declarations.at(-1);
  if (!last) return detected;
  const found = detected.involvement === "ai" ? detected : { role: null, tool: null, model: null };
  return {
    involvement: "ai",
    role: found.role ?? last.role,
    tool: found.tool ?? last.tool,
    model: found.model ?? last.model,
  };
}

/** The best grade of what holds; what is AI by a person's word alone is declared. */
function bestGrade(
  evidence: readonly KnownEvidence[],
  statements: readonly StatedInvolvement[],
  declarations: readonly StatedInvolvement[],
): EvidenceGrade {
  const ended = new Set(statements.map(({ id }) => id));
  for (const { id } of declarations) ended.delete(id);
  const grades = new Set(evidence.filter(({ id }) => !ended.has(id)).map(({ grade }) => grade));
  return EVIDENCE_GRADES.find((grade) => grades.has(grade)) ?? "declared";
}

function inOrder<S extends StatedInvolvement>(statements: readonly S[]): S[] {
  return [...new Map(statements.map((one) => [one.id, one])).values()].sort((a, b) =>
    a.statedAt === b.statedAt ? (a.id < b.id ? -1 : 1) : a.statedAt < b.statedAt ? -1 : 1,
  );
}
