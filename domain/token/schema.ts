import { z } from "zod";
import { count } from "@/domain/wire";
import { SCOPE_WORDS, SCOPES } from "../access/roles";
import { PERSONAL_DAYS_DEFAULT, REQUESTS_PER_MINUTE_DEFAULT, REQUESTS_PER_MINUTE_MAX } from "./limits";

const TOKEN_KINDS = ["personal", "service"] as const;

const SCOPE_LIST = SCOPES.map((scope) => `${scope} (${SCOPE_WORDS[scope]})`).join(", ");

export const scopesSchema = z
  .array(z.enum(SCOPES, { error: `A scope is one of: ${SCOPE_LIST}.` }))
  .min(1, { error: `Name at least one scope: ${SCOPE_LIST}.` })
  .max(20)
  .transform((given) => SCOPES.filter((scope) => given.includes(scope)));

export const tokenInputSchema = z
  .object({
    name: z.string().trim().min(1).max(100),
    kind: z.enum(TOKEN_KINDS).meta({
      description:
        "A personal token acts as you, never beyond your roles; a service token has nobody behind it.",
    }),
    scopes: scopesSchema.meta({ description: `What it may be used for: ${SCOPE_LIST}.` }),
    agent: z.string().trim().min(1).max(80).nullish().meta({
      description:
        "Slug of the one agent that it is for: with it leave is asked, and outcomes are told, in that agent's name alone. Such a token has no scope admin.",
    }),
    expiresAt: z.iso
      .datetime({ offset: true })
      .nullish()
      .meta({
        description: `When it ends. Left out: ${PERSONAL_DAYS_DEFAULT} days for a personal token, never for a service token.`,
      }),
    requestsPerMinute: z
      .number()
      .int()
      .min(1)
      .max(REQUESTS_PER_MINUTE_MAX)
      .default(REQUESTS_PER_MINUTE_DEFAULT)
      .meta({ type: "integer" }),
  })
  .meta({ id: "TokenInput" });

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(TOKEN_KINDS),
    user: z
      .object({ id: z.string(), name: z.string(), email: z.string() })
      .nullable()
      .meta({ description: "Whom a personal token acts as." }),
    agent: z
      .object({ slug: z.string(), name: z.string() })
      .nullable()
      .meta({ description: "The one agent that it is for; null where it is for none in particular." }),
    prefix: z.string().meta({ description: "What it begins with, to recognise it by." }),
    scopes: z.array(z.enum(SCOPES)),
    requestsPerMinute: count,
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    expired: z.boolean(),
    lastUsedAt: z.string().nullable().meta({ description: "To the minute." }),
    lastUsedAddress: z.string().nullable(),
  })
  .meta({ id: "Token" });

export const newTokenSchema = tokenSchema
  .extend({ token: z.string().meta({ description: "The token itself, shown this once." }) })
  .meta({ id: "NewToken" });

export type TokenInput = z.output<typeof tokenInputSchema>;
export type Token = z.output<typeof tokenSchema>;
export type NewToken = z.output<typeof newTokenSchema>;
