import { z } from "zod";
import { AI_ROLES } from "@/domain/cause/kinds";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { words } from "@/domain/wire";
import { INVOLVEMENTS } from "./kinds";

export const evidenceSchema = z
  .object({
    id: z.string(),
    grade: z.enum(EVIDENCE_GRADES),
    tool: z.string().nullable(),
    quote: z.string(),
    foundIn: z.string(),
    revision: z.string().nullable(),
    recordedAt: z.string(),
    generated: z.boolean(),
  })
  .meta({ id: "AiEvidence" });
export type AiEvidence = z.output<typeof evidenceSchema>;

const STATEMENT_KINDS = ["declared", "contested", "corrected", "withdrawn"] as const;
export const statementSchema = z
  .object({
    id: z.string(),
    kind: z.enum(STATEMENT_KINDS),
    involvement: z.enum(INVOLVEMENTS).nullable(),
    role: z.enum(AI_ROLES).nullable(),
    tool: z.string().nullable(),
    model: z.string().nullable(),
    reason: z.string(),
    statedBy: z.string(),
    statedAt: z.string(),
    generated: z.boolean(),
  })
  .meta({ id: "InvolvementStatement" });
export type InvolvementStatement = z.output<typeof statementSchema>;

/** A statement of a person about AI's part: a declaration, a contest, a correction, or the end of one's own contest. */
export const involvementStatementInputSchema = z
  .object({
    kind: z.enum(STATEMENT_KINDS),
    involvement: z.enum(INVOLVEMENTS).optional().meta({ description: "Of a correction: what it should be." }),
    role: z.enum(AI_ROLES).nullish(),
    tool: words(120).nullish(),
    model: words(120).nullish(),
    reason: words(4000).meta({ description: "Why; of a declaration, what was done with the tool." }),
  })
  .meta({ id: "InvolvementStatementInput" });
export type InvolvementStatementInput = z.output<typeof involvementStatementInputSchema>;
