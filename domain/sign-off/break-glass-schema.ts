import { z } from "zod";
import { count, words } from "@/domain/wire";
import { BREAK_GLASS_STANDINGS } from "./break-glass";

const revision = z
  .string()
  .trim()
  .regex(/^[0-9a-f]{40}$|^[0-9a-f]{64}$/i, "Give the whole revision: 40 or 64 hexadecimal digits.");

/** A reason that whoever reviews it the week after can do something with. */
const reason = z
  .string()
  .trim()
  .max(4000)
  .refine((text) => text.length >= 20 && text.split(/\s+/).length >= 4, {
    error: "Say in a sentence what is on fire and why it cannot wait: at least 20 characters and four words.",
  });

export const breakGlassInputSchema = z
  .object({
    changeId: z.uuid().optional(),
    repository: words(300).optional().meta({ description: "With a revision, of what is no change yet." }),
    revision: revision.optional(),
    environment: words(120).default("production"),
    reason,
    expiresAt: z.iso
      .datetime({
        offset: true,
        error: "Give an ISO 8601 instant with a zone, such as 2026-03-10T04:00:00Z.",
      })
      .optional()
      .meta({ description: "At most 24 hours ahead; four hours where it is left out." }),
  })
  .refine(
    ({ changeId, repository, revision: of }) =>
      (changeId === undefined) === (repository !== undefined && of !== undefined),
    {
      error: "Give changeId, or repository and revision together.",
      path: ["changeId"],
    },
  )
  .meta({ id: "BreakGlassInput" });
export type BreakGlassInput = z.output<typeof breakGlassInputSchema>;

export const breakGlassReviewInputSchema = z
  .object({ note: words(4000).meta({ description: "What came of it, and what should be done about it." }) })
  .meta({ id: "BreakGlassReviewInput" });
export type BreakGlassReviewInput = z.output<typeof breakGlassReviewInputSchema>;

export const breakGlassSchema = z
  .object({
    id: z.string(),
    standing: z.enum(BREAK_GLASS_STANDINGS).meta({
      description: "Open now, over and to be reviewed by somebody else, or reviewed.",
    }),
    changeId: z.string().nullable(),
    title: z.string().nullable().meta({ description: "Of the change or the request, where it is known." }),
    repository: z.string().nullable(),
    revision: z.string().nullable(),
    environment: z.string(),
    reason: z.string(),
    openedBy: z.string(),
    openedAt: z.string(),
    expiresAt: z.string(),
    endedAt: z.string().nullable(),
    endedBy: z.string().nullable(),
    reviewedAt: z.string().nullable(),
    reviewedBy: z.string().nullable(),
    reviewNote: z.string().nullable(),
    isMine: z.boolean().meta({ description: "The caller opened it, so that another person reviews it." }),
    generated: z.boolean(),
    version: count,
  })
  .meta({ id: "BreakGlass" });
export type BreakGlass = z.output<typeof breakGlassSchema>;

export const breakGlassPageSchema = z
  .object({ breakGlass: z.array(breakGlassSchema), nextCursor: z.string().nullable() })
  .meta({ id: "BreakGlassPage" });
export type BreakGlassPage = z.output<typeof breakGlassPageSchema>;
