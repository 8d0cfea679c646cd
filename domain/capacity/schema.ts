import { z } from "zod";
import { LEVELS } from "@/domain/person/levels";
import { count } from "@/domain/wire";
import { LINES_PER_HOUR, LINES_PER_HOUR_MAX, LINES_PER_HOUR_MIN } from "./rubber-stamp";

const ratio = z.number().nullable();
const ms = z.number().nullable();
const numeric = (schema: z.ZodNumber) =>
  z.preprocess((value) => (typeof value === "string" ? Number(value) : value), schema);

export const capacityQuerySchema = z.object({
  from: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "Date in the workspace's zone, or an instant, of which the day counts." }),
  to: z.string().max(40).optional().meta({ description: "Date or instant; the end is not included." }),
  service: z.string().max(80).optional(),
  team: z.string().max(120).optional().meta({ description: "The team that keeps the services." }),
  linesPerHour: numeric(z.number().int().min(LINES_PER_HOUR_MIN).max(LINES_PER_HOUR_MAX))
    .default(LINES_PER_HOUR)
    .meta({ type: "integer", description: "A sign-off quicker than this reading rate is flagged." }),
});
export type CapacityQuery = z.output<typeof capacityQuerySchema>;

const person = z
  .object({ id: z.string(), name: z.string() })
  .nullable()
  .meta({ description: "Null where the caller may not see figures about this person." });

const waiting = {
  asked: count,
  signed: count,
  medianMs: ms.meta({
    description: "Kaplan-Meier; null where too few are known, or the record does not reach it.",
  }),
  lowMs: ms,
  highMs: ms,
  p90Ms: ms,
  withinHour: z
    .object({ ratio: z.number(), low: ratio, high: ratio })
    .nullable()
    .meta({ description: "Share signed within an hour of being asked for, with its 95 % interval." }),
};

const estimateSchema = z
  .object({
    weeks: count,
    requestsPerWeek: z.number(),
    arrivalScv: z.number(),
    reviewMinutes: z.number(),
    serviceScv: z.number(),
    reviewers: z
      .number()
      .meta({ description: "Equal reviewers who would spread the sign-offs as they were." }),
    hoursPerReviewer: z.number(),
    isFitted: z.boolean().meta({ description: "Whether these hours were fitted to the waiting measured." }),
    measuredHours: z.number().nullable().meta({ description: "Mean working hours to a sign-off." }),
    adoptionRatio: ratio,
    sizes: z.array(
      z.object({ minimumLines: count, ratio: z.number(), reviewMinutes: z.number(), serviceScv: z.number() }),
    ),
  })
  .meta({ id: "CapacityEstimate" });

export const capacitySchema = z
  .object({
    timeZone: z.string(),
    now: z.string().meta({ description: "When this was read; what waits, waits until then." }),
    from: z.string(),
    to: z.string(),
    minimumLevel: z.enum(LEVELS),
    total: z.object(waiting),
    halves: z
      .object({ at: z.string(), earlier: z.object(waiting), later: z.object(waiting) })
      .meta({ description: "The requests before this day of the span, and those from it on." }),
    waitingNow: count,
    oldestWaitingSince: z.string().nullable(),
    curve: z.array(z.object({ ms: z.number(), survival: z.number(), low: ratio, high: ratio })),
    weeks: z.array(
      z.object({
        start: z.string(),
        end: z.string(),
        ...waiting,
        canSign: count.meta({ description: "People of the level on the roster and not away, mid-week." }),
      }),
    ),
    signers: z.object({
      canSign: count,
      away: count,
      byLevel: z.array(z.object({ level: z.enum(LEVELS), canSign: count, away: count })),
    }),
    load: z
      .object({
        weeks: count,
        reviewers: count,
        signOffs: count,
        gini: z.number(),
        topReviewers: count,
        topRatio: z.number(),
        effective: z.number(),
        people: z.array(z.object({ rank: count, signOffs: count, ratio: z.number(), person })),
      })
      .nullable()
      .meta({ description: "Null where nobody signed, or where so few did that it would tell of a person." }),
    singles: z.array(
      z.object({
        slug: z.string(),
        name: z.string(),
        weight: z.number(),
        signOffs: count,
        couldSign: count.meta({ description: "People of the level in the service's team, there today." }),
        person,
      }),
    ),
    stamps: z.object({
      linesPerHour: count,
      of: count,
      flagged: count,
      rows: z.array(
        z.object({
          changeId: z.string().nullable(),
          title: z.string(),
          services: z.array(z.string()),
          lines: count,
          elapsedMs: z.number(),
          plausibleMs: z.number(),
          at: z.string(),
          person,
        }),
      ),
    }),
    estimate: estimateSchema,
  })
  .meta({ id: "Capacity" });
export type Capacity = z.output<typeof capacitySchema>;

const positive = (max: number) => z.number().min(0).max(max).optional();

export const forecastInputSchema = z
  .object({
    service: z.string().max(80).optional(),
    team: z.string().max(120).optional(),
    reviewersRatio: positive(10).meta({ description: "0.8 is a fifth fewer reviewers." }),
    reviewers: positive(100_000).meta({ description: "Reviewers, instead of those estimated." }),
    adoptionRatio: positive(1).meta({ description: "Share of engineers who use AI; requests follow it." }),
    minimumLines: z.number().int().min(0).max(1_000_000).optional().meta({ type: "integer" }),
    reviewMinutes: z.number().min(0.1).max(10_000).optional(),
    hoursPerReviewer: positive(40).meta({ description: "Hours a week that each gives to sign-offs." }),
  })
  .meta({ id: "CapacityForecastInput" });
export type ForecastInput = z.output<typeof forecastInputSchema>;

const queue = {
  requestsPerWeek: z.number(),
  reviewers: z.number(),
  reviewMinutes: z.number(),
  hoursPerReviewer: z.number(),
  demandHours: z.number(),
  supplyHours: z.number(),
  servers: count,
  arrivalsPerHour: z.number(),
  serviceHours: z.number(),
  arrivalScv: z.number(),
  serviceScv: z.number(),
};

const figures = z.object({
  ...queue,
  stable: z.boolean().meta({ description: "False is a queue that grows without end." }),
  utilisation: ratio.meta({ description: "Hours asked for / hours given; null where none are given." }),
  meanWaitHours: z.number().nullable().meta({ description: "Mean working hours until a review begins." }),
  meanHours: z.number().nullable().meta({ description: "The same with the review itself." }),
  meanWaiting: z.number().nullable(),
  moreReviewers: count.nullable().meta({ type: ["integer", "null"] }),
  fewerRatio: ratio.meta({ description: "Share of requests that would have to stay away instead." }),
  words: z.string().nullable(),
});

export const forecastSchema = z
  .object({ estimate: estimateSchema, asItIs: figures, whatIf: figures })
  .meta({ id: "CapacityForecast" });
export type CapacityForecast = z.output<typeof forecastSchema>;
