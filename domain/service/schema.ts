import { z } from "zod";
import { count } from "@/domain/wire";

export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,79}$/,
    "A slug is lower-case letters, digits, dots, dashes; up to 80 characters.",
  );

const WEIGHT_MIN = 1e-6;
const weight = z
  .number()
  .positive({ error: "A weight is greater than 0.", abort: true })
  .max(1e6)
  // Times a loss, a smaller one would vanish in the store's arithmetic, which it refuses.
  .refine((value) => value >= WEIGHT_MIN, `A weight is at least ${WEIGHT_MIN.toFixed(6)}.`);
const sloTarget = z
  .number()
  .gt(0, "An objective is a ratio above 0 and below 1, such as 0.999.")
  .lt(1, "An objective is a ratio below 1, such as 0.999 for 99.9 %.");
/** A date means the start of that day in the workspace's zone. */
const dateOrInstantSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: "Give a date such as 2026-01-31, or an ISO 8601 instant with a zone.",
});

/** Words of other tools are read as hard or soft. */
export function parseCriticality(text: string): "hard" | "soft" | null {
  const word = text.trim().toLowerCase();
  if (["hard", "critical", "high", "required", "strong", "1"].includes(word)) return "hard";
  if (["soft", "medium", "low", "optional", "weak", "degraded", "0"].includes(word)) return "soft";
  return null;
}

const criticalitySchema = z.preprocess(
  (value) => (typeof value === "string" ? (parseCriticality(value) ?? value) : value),
  z.enum(["hard", "soft"], { error: "Criticality is hard (fails with it) or soft (works without it)." }),
);

export const serviceInputSchema = z
  .object({
    slug: slugSchema,
    name: z.string().trim().min(1).max(120),
    weight: weight.default(1),
    sloTarget: sloTarget
      .nullish()
      .meta({ description: "Objective as a ratio; the workspace's when left out." }),
    trackedFrom: dateOrInstantSchema.nullish().meta({ description: "Covered time starts here." }),
    team: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .nullish()
      .meta({ description: "Name of the team; made when new." }),
  })
  .meta({ id: "ServiceInput" });

export const serviceEditSchema = serviceInputSchema
  .omit({ slug: true, weight: true })
  .extend({ weight: weight.optional() })
  .partial()
  .meta({ id: "ServiceEdit" });

export const dependenciesInputSchema = z
  .object({
    dependsOn: z
      .array(z.object({ slug: slugSchema, criticality: criticalitySchema.default("hard") }))
      .max(500),
  })
  .meta({ id: "DependenciesInput" });

export const serviceSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    weight: z.number(),
    sloTarget: z.number(),
    sloIsOwn: z.boolean(),
    trackedFrom: z.string(),
    team: z.string().nullable(),
    generated: z.boolean(),
    version: count,
    dependsOn: z.array(z.object({ slug: z.string(), criticality: z.enum(["hard", "soft"]) })),
  })
  .meta({ id: "Service" });

export type ServiceInput = z.output<typeof serviceInputSchema>;
export type ServiceEdit = z.output<typeof serviceEditSchema>;
export type DependenciesInput = z.output<typeof dependenciesInputSchema>;
export type Service = z.output<typeof serviceSchema>;
export type Criticality = "hard" | "soft";
