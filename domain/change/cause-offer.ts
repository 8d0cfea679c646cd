import type { AiClaim, AiRole, CauseKind } from "@/domain/cause/kinds";
import type { IncidentChange } from "./incident-change-schema";

/** The statement of a cause that a verdict suggests, for a person to look over and make. */
export interface OfferedCause {
  kind: CauseKind;
  aiRole: AiRole | null;
  tool: string | null;
  claim: AiClaim;
  changeId: string;
  /** The best evidence; null where none is on record. */
  evidenceId: string | null;
}

/**
 * The AI cause that matches a change with the verdict "cause" and AI's part in it; null for any other. What somebody
 * contests is offered as a claim, and only what stands as confirmed.
 */
export function causeOffered({ change, evidence, verdict }: IncidentChange): OfferedCause | null {
  if (verdict !== "cause" || change.involvement !== "ai") return null;
  const role = change.ai?.role ?? null;
  return {
    kind: role === "acted" || change.kind === "agent-action" ? "agent-action" : "genai-assisted-change",
    aiRole: role,
    tool: change.ai?.tool ?? null,
    claim: change.involvementStanding === "contested" ? "claimed" : "confirmed",
    changeId: change.id,
    evidenceId: evidence[0]?.id ?? null,
  };
}
