import { Chip } from "@/components/ui/chip";
import type { AiRole } from "@/domain/cause/kinds";

/** How good the evidence is, weakest first; the meter shows the place in this row. */
const grades = ["declared", "label", "author", "trailer", "attested"] as const;
export type AiGrade = (typeof grades)[number];

const roles: Record<AiRole, string> = { "wrote-code": "wrote code", advised: "advised", acted: "acted" };

/** What an AI tool did, with the grade of the evidence as a five-step meter and in words. */
export function AiChip({ aiRole, grade }: { aiRole: AiRole | null; grade?: AiGrade }) {
  return (
    <Chip tone="ai">
      AI · {aiRole ? roles[aiRole] : "role not stated"}
      {grade ? (
        <>
          <span aria-hidden="true">·</span>
          <GradeMeter step={grades.indexOf(grade) + 1} />
          {grade}
        </>
      ) : null}
    </Chip>
  );
}

/** Of a change: nothing was found, which is not the same as "human". */
export function NoAiEvidenceChip() {
  return <Chip tone="none">No evidence found</Chip>;
}

export function AiUnknownChip() {
  return <Chip tone="dashed">Unknown</Chip>;
}

/** Of an AI cause: only claimed, or confirmed. */
export function AiClaimChip({ claim }: { claim: "claimed" | "confirmed" }) {
  return <Chip tone={claim === "confirmed" ? "ai" : "dashed"}>{claim}</Chip>;
}

export function aiRoleWords(role: AiRole): string {
  return roles[role];
}

function GradeMeter({ step }: { step: number }) {
  return (
    <svg width="21" height="10" viewBox="0 0 21 10" aria-hidden="true">
      {grades.map((grade, at) => (
        <rect
          key={grade}
          x={at * 4.5}
          y={6 - at * 1.5}
          width="3"
          height={4 + at * 1.5}
          rx="1"
          fill="currentColor"
          opacity={at < step ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}
