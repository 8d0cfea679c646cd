import type { AiRole } from "@/domain/cause/kinds";
import type { EvidenceGrade } from "@/domain/provenance/grades";
import { type Involvement, isProduction, PRODUCTION } from "./kinds";
import type { ChangeState } from "./telling";

/** AI's part as the ledger shows it while nobody said otherwise. */
export interface ProjectedInvolvement {
  involvement: Involvement;
  role: AiRole | null;
  tool: string | null;
  model: string | null;
  grade: EvidenceGrade | null;
}

/** When it went live as far as is known: deployed, or else merged, or else authored, or else first heard of. */
export function instantOf({ facts, fallbackAtMs }: ChangeState): number {
  return (facts.deployedAt ?? facts.mergedAt ?? facts.authoredAt)?.value ?? fallbackAtMs;
}

export function environmentOf({ facts }: ChangeState): { environment: string; production: boolean } {
  const environment = facts.environment?.value ?? PRODUCTION;
  return { environment, production: isProduction(environment) };
}

/** The tool is the one that the best evidence names. */
export function involvementOf({ detected, evidence }: ChangeState): ProjectedInvolvement {
  if (detected.involvement !== "ai") {
    return { involvement: detected.involvement, role: null, tool: null, model: null, grade: null };
  }
  return {
    ...detected,
    tool: evidence.find(({ tool }) => tool !== null)?.tool ?? null,
    grade: evidence[0]?.grade ?? null,
  };
}
