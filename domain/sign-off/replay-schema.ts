import { z } from "zod";
import { count } from "@/domain/wire";
import { REVIEW_COST } from "./review-cost";
import { policySchema } from "./schema";

const minutes = (fallback: number) => z.number().min(0).max(10_000).default(fallback);

const reviewCostSchema = z
  .object({
    minutes: minutes(REVIEW_COST.minutes),
    minutesPerHundredLines: minutes(REVIEW_COST.minutesPerHundredLines),
    minutesMax: minutes(REVIEW_COST.minutesMax),
  })
  .meta({ id: "ReviewCost", description: "What one approval costs its reviewer: an assumption." });

export const replayInputSchema = z
  .object({
    policy: policySchema,
    months: z.number().int().min(1).max(24).default(6).meta({
      type: "integer",
      description: "How far back, in months of 30 days.",
    }),
    cost: reviewCostSchema.optional(),
    hoursPerReviewer: z.number().min(0.1).max(60).optional().meta({
      description: "Hours a week that one reviewer has for it: an assumption.",
    }),
  })
  .meta({ id: "ReplayInput" });
export type ReplayInput = z.output<typeof replayInputSchema>;

const replayedSchema = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(["draft", "in-force", "preset"]),
  required: count.meta({ description: "Changes for which a sign-off would have been asked." }),
  satisfied: count,
  late: count,
  missing: count,
  waived: count,
  held: count.meta({
    description: "Changes that would have waited: they went live without what is asked for.",
  }),
  heldHarmless: count.meta({ description: "Of these, those that no incident is put down to." }),
  incidentsHeld: count.meta({ description: "Incidents of which a causing change would have been held." }),
  incidentsHeldLow: z.number().meta({ description: "95 % interval of their share, 0 to 1." }),
  incidentsHeldHigh: z.number(),
  heldImpactMinutes: z.number(),
  reviewerHours: z.number(),
  hoursPerWeek: z.number(),
  usedRatio: z
    .number()
    .nullable()
    .meta({ description: "Of the hours that reviewers have; null without any." }),
  growth: z.string().nullable().meta({ description: "What it would take, where reviewers cannot keep up." }),
  byRule: z.array(z.object({ ruleId: z.string(), name: z.string(), required: count, held: count })),
});
export type ReplayedPolicy = z.output<typeof replayedSchema>;

export const replaySchema = z
  .object({
    from: z.string(),
    to: z.string(),
    weeks: z.number(),
    changes: count,
    isCut: z
      .boolean()
      .meta({ description: "Only the newest changes were replayed; the period begins with them." }),
    generated: z.boolean().meta({ description: "Some of the changes are generated." }),
    incidents: count.meta({ description: "Incidents that a replayed change caused or contributed to." }),
    incidentsWithoutChange: count.meta({
      description: "Incidents of the period that no change is put down to: nothing can be said of them.",
    }),
    cost: reviewCostSchema,
    reviewers: z.object({
      people: count.meta({ description: "Seniors and above on the roster today." }),
      hoursPerReviewer: z.number(),
      hoursPerWeek: z.number(),
    }),
    policies: z
      .array(replayedSchema)
      .meta({ description: "The draft first, then the one in force, then presets." }),
    costliest: z.array(
      z.object({
        incidentId: z.string(),
        number: count,
        title: z.string(),
        causeKind: z.string().nullable(),
        generated: z.boolean(),
        impactMinutes: z.number(),
        heldBy: z.array(z.string()).meta({ description: "Keys of the policies that would have held it." }),
      }),
    ),
    summary: z.object({ held: z.string(), certainty: z.string() }),
  })
  .meta({ id: "PolicyReplay" });
export type PolicyReplay = z.output<typeof replaySchema>;
