import { z } from "zod";
import { slugSchema } from "@/domain/service/schema";
import { AUTONOMIES } from "@/domain/sign-off/policy";
import { count, instant, words } from "@/domain/wire";
import { AGENT_ACTION_STATES, AGENT_DECISIONS, LEAVE_FLAGS } from "./states";

const some = <T extends z.ZodType>(item: T) =>
  z.array(item).min(1, "Name at least one, or * for any.").max(200);
/** A person reads it before they approve, and it has to be what it looks like. */
const legible = (max: number) =>
  words(max).refine(
    (text) => !/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text),
    "Leave out line breaks, control characters and invisible ones: a person has to read this.",
  );
const personRef = words(320).meta({ description: "A person: their id, e-mail address or login." });
const named = z.object({ slug: z.string(), name: z.string() });
const personName = z.object({ id: z.string(), name: z.string() });

const permissionSchema = z
  .strictObject({
    environments: some(words(120)).meta({ description: 'Names of environments; "*" is any.' }),
    actions: some(words(200)).meta({
      description: 'Names of actions, such as deploy, "restart service"; "*" is any.',
    }),
    autonomy: z.enum(AUTONOMIES),
    destructiveAlone: z
      .array(
        words(200).refine(
          (name) => !name.includes("*"),
          "Name the destructive action itself: a star is not taken here.",
        ),
      )
      .max(200)
      .optional()
      .meta({
        description: "Destructive actions that it may do alone even in production, each by its name.",
      }),
  })
  .meta({ id: "AgentPermission" });

const agentShape = {
  name: words(120),
  owner: personRef.meta({ description: "Who answers for it: a person's id, e-mail address or login." }),
  team: words(120).nullish().meta({ description: "Name of the team." }),
  tool: words(120).nullish().meta({ description: "The AI tool it runs on, such as claude." }),
  description: z.string().trim().max(4000).nullish(),
  credentialScope: z.string().trim().max(4000).nullish().meta({
    description: "In words: whose credentials it acts with, and how far they reach.",
  }),
  permissions: z.array(permissionSchema).max(100),
};

/** Pages of their own beside the agents' lie under these. */
const agentSlug = slugSchema.refine(
  (slug) => slug !== "walkthrough",
  "This slug is taken by a page; choose another.",
);

export const agentInputSchema = z
  .object({ slug: agentSlug, ...agentShape, permissions: agentShape.permissions.default([]) })
  .meta({ id: "AgentInput" });
export type AgentInput = z.output<typeof agentInputSchema>;

export const agentEditSchema = z
  .object(agentShape)
  .partial()
  .extend({
    disabled: z.boolean().optional().meta({
      description: "A disabled agent may do nothing, and every leave it still has ends.",
    }),
  })
  .meta({ id: "AgentEdit" });
export type AgentEdit = z.output<typeof agentEditSchema>;

export const agentSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    owner: personName.nullable(),
    team: z.string().nullable(),
    tool: z.string().nullable(),
    description: z.string().nullable(),
    credentialScope: z.string().nullable(),
    permissions: z.array(permissionSchema),
    disabledAt: z.string().nullable(),
    lastActionAt: z.string().nullable(),
    generated: z.boolean(),
    version: count,
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "Agent" });
export type RegisteredAgent = z.output<typeof agentSchema>;

export const agentPageSchema = z
  .object({ agents: z.array(agentSchema), nextCursor: z.string().nullable() })
  .meta({ id: "AgentPage" });

export const leaveInputSchema = z
  .object({
    agent: z.string().trim().min(1).max(80).meta({ description: "Its slug in the register." }),
    action: legible(200)
      .refine((name) => !name.includes("*"), "Name one action: a star is not taken here.")
      .meta({
        description: "What it would do, in a few words: restart service, delete environment.",
      }),
    target: legible(500).meta({ description: "What it would do it to." }),
    environment: legible(120),
    services: z.array(z.string().max(80)).max(50).optional().meta({ description: "Slugs of services." }),
    destructive: z.boolean().optional().meta({
      description:
        "Whether it takes away what may not come back. Said so it counts; an action whose name destroys counts anyway.",
    }),
    reason: words(4000),
    promptedBy: personRef.nullish().meta({
      description:
        "At whose word it acts: a person's id, e-mail address or login. The person of a personal token when left out.",
    }),
  })
  .meta({ id: "AgentLeaveInput" });
export type LeaveInput = z.output<typeof leaveInputSchema>;

export const leaveSchema = z
  .object({
    id: z.string().meta({ description: "Of the action: poll and report under it." }),
    decision: z.enum(AGENT_DECISIONS),
    reason: z.string(),
    rule: z.object({ id: z.string(), name: z.string() }).nullable(),
    state: z.enum(AGENT_ACTION_STATES),
    destructive: z.boolean(),
    expiresAt: z.string().meta({ description: "The leave ends here; of one that waits, the wait." }),
    approvalUrl: z.string().nullable().meta({ description: "Where a person approves it." }),
  })
  .meta({ id: "AgentLeave" });
export type Leave = z.output<typeof leaveSchema>;

export const outcomeInputSchema = z
  .object({
    status: z.enum(["succeeded", "failed"]),
    summary: words(4000).meta({ description: "What it did, and what came of it." }),
    startedAt: instant.optional().meta({ description: "When it began to act; now when left out." }),
    endedAt: instant.optional(),
    action: legible(200).optional().meta({
      description: "What it did, where that is not what it asked leave for. It is on record and flagged.",
    }),
    target: legible(500).optional(),
    environment: legible(120).optional(),
    changes: z.array(words(500)).max(200).optional().meta({
      description: "What it altered, a line each: resources, files, addresses.",
    }),
  })
  .meta({ id: "AgentOutcomeInput" });
export type OutcomeInput = z.output<typeof outcomeInputSchema>;

export const agentActionSchema = z
  .object({
    id: z.string(),
    agent: named,
    action: z.string(),
    target: z.string(),
    environment: z.string(),
    services: z.array(named),
    destructive: z.boolean(),
    reason: z.string(),
    promptedBy: personName.nullable(),
    askedBy: z.string(),
    decision: z.enum(AGENT_DECISIONS),
    decisionReason: z.string(),
    rule: z.object({ id: z.string(), name: z.string() }).nullable(),
    policyVersion: count.nullable().meta({ type: ["integer", "null"] }),
    state: z.enum(AGENT_ACTION_STATES),
    requestedAt: z.string(),
    expiresAt: z.string(),
    decidedAt: z.string().nullable(),
    decidedBy: z.array(z.string()),
    outcome: z
      .object({
        status: z.enum(["succeeded", "failed"]),
        summary: z.string(),
        startedAt: z.string().nullable(),
        endedAt: z.string().nullable(),
        reportedAt: z.string(),
      })
      .nullable(),
    flag: z.enum(LEAVE_FLAGS).nullable().meta({ description: "What was wrong with its leave, loudly." }),
    changeId: z.string().nullable(),
    signOffRequestId: z
      .string()
      .nullable()
      .meta({ description: "Of an action that a person has to approve." }),
    generated: z.boolean(),
    version: count,
  })
  .meta({ id: "AgentAction" });
export type AgentAction = z.output<typeof agentActionSchema>;

export const agentActionPageSchema = z
  .object({ actions: z.array(agentActionSchema), nextCursor: z.string().nullable() })
  .meta({ id: "AgentActionPage" });
