import { z } from "zod";
import { AI_ROLES } from "@/domain/cause/kinds";
import { EVIDENCE_GRADES } from "./grades";

const provenanceInputSchema = z.object({
  message: z.string(),
  authorName: z.string(),
  authorEmail: z.string(),
  committerName: z.string(),
  committerEmail: z.string(),
  labels: z.array(z.string()).optional(),
  branch: z.string().optional(),
  /** Contents of refs/notes/ai (git-ai authorship logs) or agent-trace records. */
  notes: z.array(z.string()).or(z.string()).optional(),
});
export type ProvenanceInput = z.input<typeof provenanceInputSchema>;

const evidenceSchema = z.object({
  grade: z.enum(EVIDENCE_GRADES),
  tool: z.string().nullable(),
  quote: z.string().meta({ description: "The line that says so, as it stands." }),
  foundIn: z.enum(["message", "author", "committer", "branch", "label", "note"]),
});
export type ProvenanceEvidence = z.output<typeof evidenceSchema>;

/** "none-found" is no statement found; it is never "a person wrote it". */
const provenanceSchema = z.object({
  involvement: z.enum(["ai", "automation", "none-found"]),
  role: z.enum(AI_ROLES).nullable(),
  tool: z.string().nullable(),
  model: z.string().nullable(),
  evidence: z.array(evidenceSchema),
});
export type Provenance = z.output<typeof provenanceSchema>;
