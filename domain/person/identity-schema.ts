import { z } from "zod";
import { count } from "@/domain/wire";
import { HANDLE_KINDS } from "./handle";
import { LEVELS } from "./levels";
import { SIMILARITIES } from "./similar";

export const handleSchema = z
  .object({ kind: z.enum(HANDLE_KINDS), handle: z.string().trim().min(1).max(320) })
  .meta({ id: "PersonHandle" });

const suggestionSchema = z.object({
  personId: z.string(),
  name: z.string(),
  onRoster: z.boolean(),
  similarity: z.enum(SIMILARITIES),
  reasons: z.array(z.string()).meta({ description: "Why it may be the same person, in words." }),
});

/** A person with everything they are called. */
export const identitySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    level: z.enum(LEVELS).nullable().meta({ description: "The one in effect today." }),
    team: z.string().nullable(),
    onRoster: z.boolean(),
    hasAccount: z.boolean(),
    generated: z.boolean(),
    version: count,
    handles: z.array(handleSchema),
    changes: count.meta({ description: "Changes of theirs, counted up to 1000." }),
    lastChangeAt: z.string().nullable(),
    suggestions: z
      .array(suggestionSchema)
      .meta({ description: "Whom it may be the same as, likeliest first; of people off the roster only." }),
  })
  .meta({ id: "PersonIdentity" });
export type PersonIdentity = z.output<typeof identitySchema>;

export const identityPageSchema = z
  .object({ identities: z.array(identitySchema), nextCursor: z.string().nullable() })
  .meta({ id: "PersonIdentityPage" });

export const mergeInputSchema = z
  .object({
    into: z.uuid().meta({ description: "The person who stays." }),
    email: z.string().trim().max(320).optional().meta({
      description:
        "Which of the two addresses stays the person's own; needed where both are on the roster with different ones.",
    }),
  })
  .meta({ id: "PersonMerge" });
export type MergeInput = z.output<typeof mergeInputSchema>;

/** What a merge moves, told before it is done. */
export const mergePreviewSchema = z
  .object({
    from: identitySchema,
    into: identitySchema,
    changes: count,
    changesWithoutLevel: count.meta({
      description: "Of these, from before the first level on record of the person who stays.",
    }),
    daysOfAiUse: count.nullable().meta({ description: "Null where it is not for the caller to see." }),
    account: z.boolean().meta({ description: "A member's account moves along." }),
    emails: z.array(z.string()).meta({ description: "Two, where one has to be chosen." }),
    refusal: z.string().nullable().meta({ description: "Why these two cannot be merged." }),
  })
  .meta({ id: "PersonMergePreview" });
export type MergePreview = z.output<typeof mergePreviewSchema>;
