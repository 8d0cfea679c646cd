import { z } from "zod";
import { count, words } from "@/domain/wire";
import { DEPLOYMENT_EVENTS } from "./kinds";

const pathRuleSchema = z
  .object({
    pattern: words(500).meta({ description: "A glob as in CODEOWNERS: /services/checkout/, *.tf, docs/**." }),
    services: z.array(z.string().max(80)).max(50).meta({
      description:
        "Slugs; none means that files under it belong to no service. The last rule that matches decides.",
    }),
  })
  .meta({ id: "PathRule" });
export type PathRule = z.output<typeof pathRuleSchema>;

export const repositoryInputSchema = z
  .object({
    name: words(300).meta({ description: "Host and path, such as github.com/acme/shop." }),
    pathRules: z.array(pathRuleSchema).max(1000).default([]),
  })
  .meta({ id: "RepositoryInput" });
export type RepositoryInput = z.output<typeof repositoryInputSchema>;

export const repositoryEditSchema = z
  .object({
    pathRules: z.array(pathRuleSchema).max(1000).optional(),
    defaultBranch: words(300).nullish(),
    deploymentsFrom: z.array(z.enum(DEPLOYMENT_EVENTS)).max(3).optional(),
    workflowPattern: words(300).nullish(),
  })
  .meta({ id: "RepositoryEdit" });
export type RepositoryEdit = z.output<typeof repositoryEditSchema>;

export const repositorySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string().nullable(),
    defaultBranch: z.string().nullable(),
    pathRules: z.array(pathRuleSchema),
    deploymentsFrom: z.array(z.enum(DEPLOYMENT_EVENTS)),
    workflowPattern: z.string().nullable(),
    lastChangeAt: z.string().nullable(),
    version: count,
  })
  .meta({ id: "Repository" });
export type Repository = z.output<typeof repositorySchema>;

/** What the rules make of the changes on record: before they are re-applied, and after. */
export const ruleApplicationSchema = z
  .object({
    changes: count.meta({ description: "Changes of the repository whose files are known." }),
    changed: count.meta({ description: "Those whose services become others." }),
    withoutService: count,
    examples: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        before: z.array(z.string()),
        after: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "RuleApplication" });
export type RuleApplication = z.output<typeof ruleApplicationSchema>;

export const repositoryPageSchema = z
  .object({ repositories: z.array(repositorySchema), nextCursor: z.string().nullable() })
  .meta({ id: "RepositoryPage" });

/** Rules to try without keeping them. */
export const ruleTrialSchema = z
  .object({ pathRules: z.array(pathRuleSchema).max(1000).optional() })
  .meta({ id: "RuleTrial" });
