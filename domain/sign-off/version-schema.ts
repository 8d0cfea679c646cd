import { z } from "zod";
import { count, words } from "@/domain/wire";
import { policySchema, ruleSchema } from "./schema";

/** In force now, to take effect later, or followed by another. */
const STANDINGS = ["in-force", "scheduled", "past"] as const;

export const policyVersionInputSchema = z
  .object({
    policy: policySchema,
    reason: words(1000).meta({ description: "Why it is this policy now; shown beside the version." }),
    effectiveFrom: z.iso.datetime({ offset: true }).optional().meta({
      description: "From when it is in force, not before now; left out, at once.",
      example: "2026-04-01T00:00:00Z",
    }),
  })
  .meta({ id: "PolicyVersionInput" });
export type PolicyVersionInput = z.output<typeof policyVersionInputSchema>;

export const policyVersionSchema = z
  .object({
    version: count,
    rules: z.array(ruleSchema),
    whenUnreachable: z.enum(["open", "closed"]),
    reason: z.string(),
    savedBy: z.string(),
    savedAt: z.string(),
    effectiveFrom: z.string(),
    standing: z.enum(STANDINGS),
    generated: z.boolean(),
  })
  .meta({ id: "PolicyVersion" });
export type PolicyVersion = z.output<typeof policyVersionSchema>;

export const policyVersionPageSchema = z
  .object({
    versions: z.array(policyVersionSchema),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "PolicyVersionPage" });

/** Where the policy stands now. */
export const policyStateSchema = z
  .object({
    inForce: policyVersionSchema
      .nullable()
      .meta({ description: "Null while nothing is asked of any change." }),
    scheduled: z.array(policyVersionSchema).meta({ description: "What takes effect later, soonest first." }),
    version: count.meta({
      description: "The last that was saved, in force or not; 0 where there is none. The ETag carries it.",
    }),
  })
  .meta({ id: "PolicyState" });
export type PolicyState = z.output<typeof policyStateSchema>;
