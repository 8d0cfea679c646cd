import { z } from "zod";
import { GRAINS } from "@/domain/calendar/period";

export const availabilityQuerySchema = z.object({
  from: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "Date (start of that day in the workspace's zone) or instant." }),
  to: z.string().max(40).optional().meta({ description: "Date or instant; the end is not included." }),
  grain: z.enum(GRAINS).default("week"),
  service: z.string().max(80).optional(),
  team: z.string().max(120).optional(),
});

const availabilityPointSchema = z.object({
  start: z.string(),
  end: z.string(),
  availability: z
    .number()
    .nullable()
    .meta({ description: "Ratio 0..1 at full precision; null where nothing is covered." }),
  impactMinutes: z.number(),
  coveredMinutes: z.number(),
});

export const availabilitySchema = z
  .object({ grain: z.enum(GRAINS), timeZone: z.string(), points: z.array(availabilityPointSchema) })
  .meta({ id: "Availability" });

export type AvailabilityQuery = z.output<typeof availabilityQuerySchema>;
export type AvailabilityPoint = z.output<typeof availabilityPointSchema>;
export type Availability = z.output<typeof availabilitySchema>;
