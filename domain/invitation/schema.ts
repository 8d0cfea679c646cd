import { z } from "zod";
import { ROLES } from "../access/roles";
import { GRANTS_MAX, grantInputSchema } from "../member/schema";
import { INVITATION_DAYS_DEFAULT } from "./days";

const INVITATION_DAYS_MAX = 30;

const invitedGrantSchema = z
  .object({ role: z.enum(ROLES), team: z.string().nullable() })
  .meta({ id: "InvitedGrant" });

export const invitationInputSchema = z
  .object({
    email: z.email().max(320),
    grants: z.array(grantInputSchema).max(GRANTS_MAX).default([]),
    personId: z.uuid().nullish().meta({
      description: "Who they are on the roster; the one with the same e-mail address when left out.",
    }),
    expiresInDays: z
      .number()
      .int()
      .min(1)
      .max(INVITATION_DAYS_MAX)
      .default(INVITATION_DAYS_DEFAULT)
      .meta({ type: "integer" }),
  })
  .meta({ id: "InvitationInput" });

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    grants: z.array(invitedGrantSchema),
    person: z.object({ id: z.string(), name: z.string() }).nullable(),
    invitedBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    expired: z.boolean(),
  })
  .meta({ id: "Invitation" });

export const newInvitationSchema = z
  .object({
    invitation: invitationSchema,
    link: z.string().meta({ description: "What the invited opens; shown this once, and sent by nobody." }),
  })
  .meta({ id: "NewInvitation" });

/** A token's 256 bits in base64url; anything else is not asked for in the database. */
const tokenSchema = z.string().max(200);

export const invitationPreviewInputSchema = z
  .object({ token: tokenSchema })
  .meta({ id: "InvitationPreviewInput" });

export const invitationPreviewSchema = z
  .object({
    workspace: z.object({ slug: z.string(), name: z.string() }),
    email: z.string(),
    invitedBy: z.string(),
    grants: z.array(invitedGrantSchema),
    expiresAt: z.string(),
    accountExists: z.boolean().meta({ description: "Whether the invited address signs in already." }),
  })
  .meta({ id: "InvitationPreview" });

export const acceptanceInputSchema = z
  .object({
    token: tokenSchema,
    name: z.string().trim().min(1).max(200).optional(),
    password: z.string().max(1000).optional(),
  })
  .meta({ id: "InvitationAcceptance" });

export const acceptedSchema = z
  .object({ workspace: z.string().meta({ description: "Slug of the workspace that was joined." }) })
  .meta({ id: "InvitationAccepted" });

export type InvitationInput = z.output<typeof invitationInputSchema>;
export type Invitation = z.output<typeof invitationSchema>;
export type NewInvitation = z.output<typeof newInvitationSchema>;
export type InvitationPreview = z.output<typeof invitationPreviewSchema>;
export type AcceptanceInput = z.output<typeof acceptanceInputSchema>;
