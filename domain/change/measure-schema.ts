import { z } from "zod";
import { GRAINS } from "@/domain/calendar/period";
import { count } from "@/domain/wire";
import { CHANGES_MIN, FOLLOW_UP_DAYS, FOLLOW_UP_DAYS_MAX } from "./failure-rate";

const ratio = z.number().nullable();

export const changeShareQuerySchema = z.object({
  from: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "Date in the workspace's zone, or an instant, of which the day counts." }),
  to: z.string().max(40).optional().meta({ description: "Date or instant; the end is not included." }),
  grain: z.enum(GRAINS).default("week"),
  service: z.string().max(80).optional(),
  team: z.string().max(120).optional().meta({
    description: "A change counts once for each of the team's services that it belongs to.",
  }),
});
export type ChangeShareQuery = z.output<typeof changeShareQuerySchema>;

export const changeFailureRateQuerySchema = changeShareQuerySchema.extend({
  followUpDays: z
    .preprocess(
      (value) => (typeof value === "string" ? Number(value) : value),
      z.number().int().min(1).max(FOLLOW_UP_DAYS_MAX),
    )
    .default(FOLLOW_UP_DAYS)
    .meta({ type: "integer", description: "Days that a change is watched before it counts." }),
});
export type ChangeFailureRateQuery = z.output<typeof changeFailureRateQuerySchema>;

const shareCounts = z.object({
  ai: count,
  "none-found": count,
  unknown: count,
  automation: count,
});

const window = {
  start: z.string().meta({ description: "First day of the window, in the workspace's zone." }),
  end: z.string().meta({ description: "The day after its last one." }),
};

const sharePointSchema = z.object({
  ...window,
  changes: shareCounts,
  aiRatio: ratio.meta({ description: "Changes of the class ai / all changes; null of none." }),
});

export const changeShareSchema = z
  .object({
    grain: z.enum(GRAINS),
    timeZone: z.string(),
    total: shareCounts,
    points: z.array(sharePointSchema),
  })
  .meta({ id: "ChangeShare" });
export type ChangeShare = z.output<typeof changeShareSchema>;
export type ChangeSharePoint = ChangeShare["points"][number];

const failureSchema = z.object({
  changes: count,
  failed: count.meta({ description: "Those with the verdict cause or contributing." }),
  rate: ratio.meta({
    description: `failed / changes; null below ${CHANGES_MIN} changes, which is too little to tell.`,
  }),
});
const failures = z.object({
  ai: failureSchema,
  "none-found": failureSchema,
  unknown: failureSchema,
  automation: failureSchema,
});

export const changeFailureRateSchema = z
  .object({
    grain: z.enum(GRAINS),
    timeZone: z.string(),
    followUpDays: count,
    countedTo: z.string().meta({
      description: "Changes before this day count: their follow-up window has passed.",
    }),
    waiting: count.meta({ description: "Newer changes in the span, which do not count yet." }),
    changesMin: count.meta({ description: "Below so many changes a class has no rate." }),
    total: failures,
    points: z.array(z.object({ ...window, classes: failures })),
  })
  .meta({ id: "ChangeFailureRate" });
export type ChangeFailureRate = z.output<typeof changeFailureRateSchema>;
export type ClassFailures = ChangeFailureRate["total"];
