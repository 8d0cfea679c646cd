import { z } from "zod";
import { ROLES } from "../access/roles";

const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "Give an e-mail address." }).max(254));

/** Bounded only so far that nothing absurd is hashed; whether it may be a password is another question. */
const passwordSchema = z.string().min(1).max(1000);
const nameSchema = z.string().trim().min(1).max(200);

export const credentialsSchema = z
  .object({ email: z.string().trim().min(1).max(254), password: passwordSchema })
  .meta({ id: "Credentials" });

export const secondFactorSchema = z
  .union([
    z.object({
      code: z
        .string()
        .regex(/^\s*\d{3}\s?\d{3}\s*$/, { error: "Give the six digits that your authenticator shows." })
        .meta({ example: "123456" }),
    }),
    z.object({ recoveryCode: z.string().trim().min(1).max(50).meta({ example: "aB3dE-fG5hJ" }) }),
  ])
  .meta({ id: "SecondFactor" });

export const confirmationSchema = z
  .object({
    code: z
      .string()
      .regex(/^\s*\d{3}\s?\d{3}\s*$/, { error: "Give the six digits that your authenticator shows." })
      .meta({ example: "123456" }),
  })
  .meta({ id: "TwoFactorConfirmation" });

export const setUpSchema = z
  .object({
    code: z.string().trim().min(1).max(100).meta({ description: "The set-up code from the log." }),
    name: nameSchema,
    email: emailSchema,
    password: passwordSchema,
  })
  .meta({ id: "SetUp" });

export const accountEditSchema = z
  .object({
    name: nameSchema,
    email: emailSchema,
    currentPassword: passwordSchema.meta({ description: "For another e-mail address, where there is one." }),
  })
  .partial()
  .meta({ id: "AccountEdit" });

export const passwordChangeSchema = z
  .object({
    currentPassword: passwordSchema
      .optional()
      .meta({ description: "Needed as `currentPasswordNeeded` of the account says." }),
    newPassword: passwordSchema,
  })
  .meta({ id: "PasswordChange" });

export const passwordOnlySchema = z.object({ password: passwordSchema }).meta({ id: "PasswordProof" });

export const accountSchema = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      version: z
        .number()
        .int()
        .meta({ type: "integer", description: "Of the name and the address, for If-Match." }),
      twoFactorEnabled: z.boolean(),
      hasPassword: z.boolean(),
      currentPasswordNeeded: z.boolean().meta({
        description:
          "Whether a new password takes the present one; not without one, nor in the first minutes after a link.",
      }),
    }),
    workspaces: z.array(
      z.object({
        slug: z.string(),
        name: z.string(),
        isSample: z.boolean(),
        roles: z.array(z.object({ role: z.enum(ROLES), team: z.string().nullable() })),
      }),
    ),
  })
  .meta({ id: "Account" });

export const ownSessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean().meta({ description: "The one this request was sent with." }),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().meta({ description: "To within five minutes." }),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    via: z.string().nullable().meta({ description: "password, link, invitation, set-up or single-sign-on." }),
  })
  .meta({ id: "Session" });

export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) }).meta({
  id: "RecoveryCodes",
});

export const enrolmentSchema = recoveryCodesSchema.extend({ totpUri: z.string() }).meta({
  id: "TwoFactorEnrolment",
});

export type Credentials = z.output<typeof credentialsSchema>;
export type SecondFactor = z.output<typeof secondFactorSchema>;
export type SetUp = z.output<typeof setUpSchema>;
export type AccountEdit = z.output<typeof accountEditSchema>;
export type PasswordChange = z.output<typeof passwordChangeSchema>;
export type Account = z.output<typeof accountSchema>;
export type OwnSession = z.output<typeof ownSessionSchema>;
