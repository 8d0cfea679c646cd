import { z } from "zod";
import { count } from "@/domain/wire";
import { ROLES, TEAM_ROLES } from "../access/roles";
import { LEVELS } from "../person/levels";

export const GRANTS_MAX = 200;

export const grantInputSchema = z
  .object({
    role: z.enum(ROLES, { error: `A role is one of: ${ROLES.join(", ")}.` }),
    team: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .nullish()
      .meta({
        description: `Name of a team, for ${TEAM_ROLES.join(", ")} only; the whole workspace when left out.`,
      }),
  })
  .superRefine(({ role, team }, check) => {
    if (team === null || team === undefined || TEAM_ROLES.includes(role)) return;
    check.addIssue({
      code: "custom",
      path: ["team"],
      message: `The role ${role} is for the whole workspace; leave team out.`,
    });
  })
  .meta({ id: "GrantInput" });

const grantSchema = z
  .object({
    role: z.enum(ROLES),
    team: z.string().nullable().meta({ description: "Null is the whole workspace." }),
    identityProvider: z.string().nullable().meta({
      description: "The provider whose groups give it, which alone takes it away; null when given by hand.",
    }),
  })
  .meta({ id: "Grant" });

export const memberSchema = z
  .object({
    id: z.string(),
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    person: z
      .object({ id: z.string(), name: z.string(), level: z.enum(LEVELS).nullable() })
      .nullable()
      .meta({ description: "Who they are on the roster." }),
    suggestedPerson: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: "Somebody on the roster with the same e-mail address, tied to nobody yet." }),
    grants: z.array(grantSchema).meta({ description: "Besides viewer, which every member is." }),
    twoFactorEnabled: z.boolean(),
    lastSeenAt: z.string().nullable(),
    createdAt: z.string(),
    deactivatedAt: z.string().nullable(),
    version: count,
  })
  .meta({ id: "Member" });

export const memberEditSchema = z
  .object({
    grants: z.array(grantInputSchema).max(GRANTS_MAX).meta({
      description: "All that are given by hand from now on; those of an identity provider stay.",
    }),
    personId: z.uuid().nullable().meta({ description: "A person of the roster; null unties." }),
    active: z.boolean().meta({ description: "False takes every access at once, true gives it back." }),
  })
  .partial()
  .meta({ id: "MemberEdit" });

export const memberSessionSchema = z
  .object({
    id: z.string(),
    createdAt: z.string(),
    lastSeenAt: z.string(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: "MemberSession" });

export type GrantInput = z.output<typeof grantInputSchema>;
export type WireGrant = z.output<typeof grantSchema>;
export type Member = z.output<typeof memberSchema>;
export type MemberEdit = z.output<typeof memberEditSchema>;
export type MemberSession = z.output<typeof memberSessionSchema>;
