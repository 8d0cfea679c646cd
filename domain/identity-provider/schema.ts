import { z } from "zod";
import { ROLES, TEAM_ROLES } from "@/domain/access/roles";
import { count } from "@/domain/wire";
import { issuerProblem } from "./issuer";

const GROUPS_MAX = 200;

const issuerSchema = z
  .string()
  .trim()
  .max(500)
  .superRefine((issuer, check) => {
    const problem = issuerProblem(issuer);
    if (problem !== null) check.addIssue({ code: "custom", message: problem });
  })
  .meta({ example: "https://login.example.com/realms/acme" });

const scopesSchema = z
  .string()
  .trim()
  .max(500)
  .regex(
    /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/,
    "Scopes are words with one space between.",
  )
  .refine((text) => text.split(" ").includes("openid"), "The scopes must hold openid.")
  .meta({ example: "openid email profile" });

/** Owners are made by owners alone: whoever runs the provider's groups must not be able to take the workspace over. */
const MAPPED_ROLES = ROLES.filter((role) => role !== "owner");

const groupRoleSchema = z
  .object({
    group: z.string().trim().min(1, "Name the group as the provider does.").max(300),
    role: z.enum(MAPPED_ROLES, { error: `A group may give ${MAPPED_ROLES.join(", ")}; never owner.` }),
    team: z.string().max(120).nullable().default(null).meta({ description: "Null is the whole workspace." }),
  })
  .refine(({ role, team }) => team === null || TEAM_ROLES.includes(role), {
    path: ["team"],
    error: `Only ${TEAM_ROLES.join(", ")} may be limited to a team.`,
  })
  .meta({ id: "GroupRole" });

const fields = {
  name: z.string().trim().min(1).max(80),
  issuer: issuerSchema,
  clientId: z.string().trim().min(1).max(300),
  clientSecret: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .nullable()
    .meta({ description: "Never shown again. Null for a public client." }),
  scopes: scopesSchema,
  groupsClaim: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: "The claim that lists a person's groups." }),
  groupRoles: z.array(groupRoleSchema).max(GROUPS_MAX),
  createsMembers: z.boolean().meta({
    description: "Whether somebody the provider vouches for becomes a member at the first sign-in.",
  }),
  enabled: z.boolean(),
};

export const identityProviderInputSchema = z
  .object({
    ...fields,
    clientSecret: fields.clientSecret.default(null),
    scopes: fields.scopes.default("openid email profile"),
    groupsClaim: fields.groupsClaim.default("groups"),
    groupRoles: fields.groupRoles.default([]),
    createsMembers: fields.createsMembers.default(true),
    enabled: fields.enabled.default(true),
  })
  .meta({ id: "IdentityProviderInput" });

export const identityProviderEditSchema = z.object(fields).partial().meta({ id: "IdentityProviderEdit" });

export const identityProviderSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    hasClientSecret: z.boolean(),
    scopes: z.string(),
    groupsClaim: z.string(),
    groupRoles: z.array(
      z.object({ group: z.string(), role: z.enum(ROLES), team: z.string().nullable() }).meta({
        id: "GivenGroupRole",
      }),
    ),
    createsMembers: z.boolean(),
    enabled: z.boolean(),
    version: count,
  })
  .meta({ id: "IdentityProvider" });

/** What a provider says of itself, and what keeps Faultline from using it. */
export const discoverySchema = z
  .object({
    usable: z.boolean(),
    problems: z.array(z.string()).meta({ description: "In words; none when it can be used." }),
    notes: z.array(z.string()).meta({ description: "What works but is worth knowing." }),
    authorizationEndpoint: z.string().nullable(),
    algorithms: z.array(z.string()).meta({ description: "Those of its signatures that Faultline takes." }),
  })
  .meta({ id: "ProviderDiscovery" });

export const discoveryInputSchema = z
  .object({ issuer: issuerSchema, hasClientSecret: z.boolean().default(true) })
  .meta({ id: "ProviderDiscoveryInput" });

export const signInProviderSchema = z
  .object({ id: z.string(), name: z.string(), workspace: z.string(), startPath: z.string() })
  .meta({ id: "SignInProvider" });

const providerNameSchema = z.object({ id: z.string(), name: z.string(), workspace: z.string() });

export const identitiesSchema = z
  .object({
    identities: z.array(
      z.object({ id: z.string(), provider: providerNameSchema, connectedAt: z.iso.datetime() }),
    ),
    connectable: z.array(providerNameSchema),
  })
  .meta({ id: "Identities" });

export const connectionInputSchema = z
  .object({ providerId: z.uuid(), returnTo: z.string().max(2000).default("/account") })
  .meta({ id: "ConnectionInput" });

/** The address at the provider, with the cookie that binds its answer to this browser. */
export const connectionSchema = z.object({ location: z.string() }).meta({ id: "Connection" });

export type GroupRole = z.output<typeof groupRoleSchema>;
export type IdentityProviderInput = z.output<typeof identityProviderInputSchema>;
export type IdentityProviderEdit = z.output<typeof identityProviderEditSchema>;
export type IdentityProvider = z.output<typeof identityProviderSchema>;
export type Discovery = z.output<typeof discoverySchema>;
export type SignInProvider = z.output<typeof signInProviderSchema>;
export type Identities = z.output<typeof identitiesSchema>;
