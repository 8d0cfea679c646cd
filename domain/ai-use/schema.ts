import { z } from "zod";
import { count, words } from "@/domain/wire";

export const aiUseInputSchema = z
  .object({
    person: words(200)
      .optional()
      .meta({ description: "Name or handle of somebody on the roster, or their id." }),
    email: z.email().max(320).optional(),
    day: z.iso.date(),
    tool: words(120),
  })
  .refine((row) => row.person !== undefined || row.email !== undefined, {
    error: "Give person or email.",
    path: ["person"],
  })
  .meta({ id: "AiUseInput" });

export const aiUseBatchSchema = z.array(aiUseInputSchema).min(1).max(50_000).meta({ id: "AiUseBatch" });

export const aiUseResultSchema = z
  .object({
    accepted: z.number(),
    unchanged: z.number(),
    refused: z.array(z.object({ index: z.number(), field: z.string(), reason: z.string() })),
  })
  .meta({ id: "AiUseResult" });

export const adoptionQuerySchema = z.object({
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  team: z.string().optional(),
});

const adoptionPointSchema = z.object({
  weekStart: z.string(),
  users: z
    .number()
    .int()
    .nullable()
    .meta({
      type: ["integer", "null"],
      description: "Null where too few people are in the group to show its figure.",
    }),
  eligible: count,
  rate: z.number().nullable(),
  coverage: z.number().nullable().meta({
    description: "Share of the week's past working days for which a source told who used a tool, 0..1.",
  }),
  tooFew: z.boolean().meta({
    description:
      "Fewer than five people, or a figure from which one of fewer would follow: only for who may see a person's.",
  }),
  aggregates: z.array(z.object({ source: z.string(), metric: z.string(), users: z.number() })).meta({
    description: "Counts without people, as the source gave them; never part of the rate.",
  }),
});

export const adoptionSchema = z
  .object({
    target: z.number(),
    points: z.array(adoptionPointSchema),
    notOnRoster: z
      .number()
      .int()
      .nullable()
      .meta({
        type: ["integer", "null"],
        description:
          "People seen in a usage source but not on the roster. Null where they are too few to show.",
      }),
  })
  .meta({ id: "Adoption" });

const AGGREGATE_METRICS = [
  "daily_active",
  "weekly_active",
  "monthly_active",
  "window_active",
  "engaged",
] as const;
export type AggregateMetric = (typeof AGGREGATE_METRICS)[number];

export type AdoptionPoint = z.output<typeof adoptionPointSchema>;
export type Adoption = z.output<typeof adoptionSchema>;
