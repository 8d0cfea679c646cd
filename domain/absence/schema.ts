import { z } from "zod";

/** Days on which somebody cannot sign, both included; without an end it is not known when they return. */
export const absenceInputSchema = z
  .object({
    personId: z.uuid(),
    fromDay: z.iso.date(),
    toDay: z.iso.date().nullish(),
    note: z.string().trim().max(300).nullish(),
  })
  .refine(({ fromDay, toDay }) => toDay == null || toDay >= fromDay, {
    error: "The last day is before the first.",
    path: ["toDay"],
  })
  .meta({ id: "AbsenceInput" });
export type AbsenceInput = z.output<typeof absenceInputSchema>;

export const absenceSchema = z
  .object({
    id: z.string(),
    person: z.object({ id: z.string(), name: z.string() }),
    fromDay: z.string(),
    toDay: z.string().nullable(),
    note: z.string().nullable().meta({
      description: "For the person and those who keep the roster only; null for everybody else.",
    }),
    generated: z.boolean(),
  })
  .meta({ id: "Absence" });
export type Absence = z.output<typeof absenceSchema>;

export const absenceQuerySchema = z.object({
  from: z.iso.date().optional().meta({ description: "Away on or after this day; today when left out." }),
  to: z.iso.date().optional().meta({ description: "Away before this day." }),
  person: z.uuid().optional(),
});
export type AbsenceQuery = z.output<typeof absenceQuerySchema>;
