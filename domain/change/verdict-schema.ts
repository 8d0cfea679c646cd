import { z } from "zod";
import { storedCount as count } from "@/domain/wire";
import { VERDICTS } from "./kinds";

const verdictRevisionSchema = z.object({
  id: z.string(),
  verdict: z.enum(VERDICTS).nullable().meta({ description: "Null where the link was taken away." }),
  reason: z.string().nullable(),
  probability: z.number().nullable(),
  statedBy: z.string(),
  statedAt: z.string(),
  generated: z.boolean(),
});

/** How a change stands for an incident, on either's side. */
export const verdictShape = {
  verdict: z.enum(VERDICTS),
  reason: z.string().nullable(),
  statedBy: z.string(),
  statedAt: z.string(),
  generated: z.boolean(),
  version: count,
  history: z.array(verdictRevisionSchema).meta({ description: "Newest first." }),
};

/** An incident as a change links to it. */
export const changeIncidentSchema = z.object({
  incident: z.object({
    id: z.string(),
    number: count,
    title: z.string(),
    severity: z.string(),
    impactStartedAt: z.string(),
  }),
  ...verdictShape,
});

/** A verdict needs a reason once it blames or clears; a suspicion may go without. */
export const verdictInputSchema = z
  .object({
    verdict: z.enum(VERDICTS),
    reason: z.string().trim().max(4000).nullish(),
    probability: z.number().min(0).max(1).nullish().meta({
      description: "The machine's, where the verdict was given from the list of suspects.",
    }),
  })
  .meta({ id: "VerdictInput" });
export type VerdictInput = z.output<typeof verdictInputSchema>;
