import { z } from "zod";
import { aiClaimSchema, aiRoleSchema, causeKindSchema, causeRoleSchema, causeStatusSchema } from "./taxonomy";

const text = (max: number) => z.string().trim().min(1).max(max);

/** One statement about a cause. Statements are added, never overwritten. */
export const causeInputSchema = z
  .object({
    kind: causeKindSchema,
    role: causeRoleSchema.default("primary"),
    status: causeStatusSchema.default("suspected"),
    aiRole: aiRoleSchema.nullish().meta({ description: "For an AI cause: what the AI did." }),
    tool: text(120).nullish().meta({ description: "For an AI cause: the tool, as stated." }),
    permissions: text(300).nullish().meta({ description: "For an AI cause: the permissions the tool had." }),
    claim: aiClaimSchema.nullish().meta({ description: "For an AI cause: only claimed, or confirmed." }),
    note: text(4000).nullish(),
    source: text(300).nullish().meta({ description: "Who said it and where, in words." }),
    sourceUrl: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullish(),
    changeId: z.string().max(40).nullish().meta({
      description:
        "For an AI cause: the id of the change that it was. A confirmed one names it and its evidence.",
    }),
    evidenceId: z
      .string()
      .max(40)
      .nullish()
      .meta({ description: "For an AI cause: the id of the evidence of AI's part in that change." }),
    statedBy: text(120).nullish(),
    statedAt: z.iso.datetime({ offset: true }).nullish(),
  })
  .meta({ id: "CauseInput" });

export const causeRevisionSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    role: z.enum(["primary", "contributing"]),
    status: z.enum(["suspected", "confirmed", "disputed", "ruled-out"]),
    aiRole: z.enum(["wrote-code", "advised", "acted"]).nullable(),
    tool: z.string().nullable(),
    permissions: z.string().nullable(),
    claim: z.enum(["claimed", "confirmed"]).nullable(),
    note: z.string().nullable(),
    source: z.string().nullable(),
    sourceUrl: z.string().nullable(),
    changeId: z.string().nullable(),
    evidenceId: z.string().nullable(),
    statedBy: z.string(),
    statedAt: z.string(),
    recordedAt: z.string(),
    generated: z.boolean(),
  })
  .meta({ id: "CauseRevision" });

export type CauseInput = z.output<typeof causeInputSchema>;
export type CauseRevision = z.output<typeof causeRevisionSchema>;
