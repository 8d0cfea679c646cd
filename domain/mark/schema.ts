import { z } from "zod";

const MARK_KINDS = ["policy", "roster", "other"] as const;

/** A dated event drawn through both panels of the overview: a policy, a roster change. */
export const markInputSchema = z
  .object({
    kind: z.enum(MARK_KINDS),
    day: z.iso.date(),
    title: z.string().trim().min(1).max(120),
    detail: z.string().trim().max(300).nullish(),
    sourceName: z.string().trim().max(300).nullish(),
    sourceUrl: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullish(),
  })
  .meta({ id: "MarkInput" });

export const markSchema = z
  .object({
    id: z.string(),
    kind: z.enum(MARK_KINDS),
    day: z.string(),
    title: z.string(),
    detail: z.string().nullable(),
    sourceName: z.string().nullable(),
    sourceUrl: z.string().nullable(),
    generated: z.boolean(),
  })
  .meta({ id: "Mark" });

export type MarkInput = z.output<typeof markInputSchema>;
export type Mark = z.output<typeof markSchema>;
