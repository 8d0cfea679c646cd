import { z } from "zod";
import { AI_ROLES } from "@/domain/cause/kinds";
import { CHANGE_KIND_VALUES, INVOLVEMENTS } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { words } from "@/domain/wire";
import { APPROVER_TEAMS, RULE_MODES } from "./policy";
import { SIGN_OFF_EVENTS, SIGN_OFF_STATES, SIGN_OFF_SUBJECTS } from "./states";

const count = z
  .number()
  .int()
  .nullable()
  .meta({ type: ["integer", "null"] });
const instant = z.string();
const named = z.object({ personId: z.string(), name: z.string() });

/** What is asked for of one subject, as lists show it. */
const signOffRequestSchema = z
  .object({
    id: z.string(),
    subject: z.enum(SIGN_OFF_SUBJECTS),
    state: z.enum(SIGN_OFF_STATES),
    isOverdue: z.boolean().meta({ description: "It waits, and what is asked for was due before now." }),
    holds: z
      .boolean()
      .meta({ description: "Whether the gate holds it back; a monitoring rule holds nothing." }),
    policyVersion: z.number().int().meta({ type: "integer" }),
    rule: z.object({ id: z.string(), name: z.string(), mode: z.enum(RULE_MODES) }),
    reason: z.string().meta({ description: "The decision in one sentence." }),
    missingApprovals: count.meta({
      type: ["integer", "null"],
      description: "How many more people; null where nobody can, because the rule lets nothing through.",
    }),
    minimumLevel: z.enum(LEVELS).nullable(),
    approverRole: z.string().nullable(),
    approverTeam: z.enum(APPROVER_TEAMS),
    changeId: z.string().nullable(),
    repository: z.string().nullable(),
    pullRequest: count,
    agentActionId: z.string().nullable(),
    revision: z.string().nullable().meta({
      description: "The final revision so far, whole: what a sign-off has to be for.",
    }),
    environment: z.string(),
    kind: z.enum(CHANGE_KIND_VALUES),
    title: z.string(),
    url: z.string().nullable(),
    additions: count,
    deletions: count,
    files: count,
    services: z.array(z.object({ slug: z.string(), name: z.string() })),
    author: z
      .object({
        personId: z.string().nullable(),
        name: z.string(),
        level: z.enum(LEVELS).nullable(),
      })
      .nullable(),
    prompters: z.array(named).meta({
      description: "Everybody of the roster at whose word an agent made it; none of them can sign it.",
    }),
    involvement: z.enum(INVOLVEMENTS),
    ai: z
      .object({
        role: z.enum(AI_ROLES).nullable(),
        tool: z.string().nullable(),
        grade: z.enum(EVIDENCE_GRADES).nullable(),
      })
      .nullable(),
    requestedAt: instant,
    dueAt: instant.nullable(),
    liveAt: instant.nullable(),
    decidedAt: instant.nullable(),
    assignee: named
      .nullable()
      .meta({ description: "Handed over to this person; null waits for whoever may." }),
    risk: z.number().min(0).max(100).meta({ description: "For the queue's order: 0 to 100, higher first." }),
    generated: z.boolean(),
    version: z.number().int().meta({ type: "integer" }),
  })
  .meta({ id: "SignOffRequest" });
export type SignOffRequest = z.output<typeof signOffRequestSchema>;

/** Why a sign-off does not count, or that it does. */
const SIGN_OFF_STANDINGS = [
  "counts",
  "void",
  "withdrawn",
  "own",
  "prompted",
  "too-low",
  "other-team",
  "without-role",
  "off-roster",
  "later",
] as const;
export type SignOffStanding = (typeof SIGN_OFF_STANDINGS)[number];

const signOffSchema = z
  .object({
    id: z.string(),
    person: named,
    decision: z.enum(["approved", "declined"]),
    level: z.enum(LEVELS).nullable().meta({ description: "In effect when it was given." }),
    team: z.string().nullable(),
    revision: z.string().nullable(),
    at: instant,
    source: z.enum(["app", "api", "github", "gitlab", "sample"]),
    comment: z.string().nullable(),
    withdrawn: z.object({ at: instant, by: z.string(), reason: z.string().nullable() }).nullable(),
    standing: z.enum(SIGN_OFF_STANDINGS).meta({
      description:
        "Whether it counts for the final revision, and why not: void by a push, withdrawn, of the author, of whoever prompted the agent, of too low a level, of the wrong team, without the role, of nobody on the roster, or dated ahead.",
    }),
    generated: z.boolean(),
  })
  .meta({ id: "SignOff" });
export type SignOff = z.output<typeof signOffSchema>;

/** What the viewer may do with a request; where they may not, why, in words. */
const ability = z.object({ allowed: z.boolean(), why: z.string().nullable() });

export const signOffRequestDetailSchema = signOffRequestSchema
  .extend({
    author: signOffRequestSchema.shape.author.unwrap().extend({ team: z.string().nullable() }).nullable(),
    description: z.string().nullable(),
    branch: z.string().nullable(),
    evidence: z.array(
      z.object({
        grade: z.enum(EVIDENCE_GRADES),
        tool: z.string().nullable(),
        quote: z.string(),
        foundIn: z.string(),
        revision: z.string().nullable(),
      }),
    ),
    services: z.array(
      z.object({
        slug: z.string(),
        name: z.string(),
        weight: z.number(),
        team: z.string().nullable(),
        budgetSpentRatio: z.number().nullable().meta({
          description: "Share of the error budget of the 90 days up to now that is spent; null without one.",
        }),
      }),
    ),
    signOffs: z.array(signOffSchema).meta({ description: "All there ever were, newest first." }),
    events: z
      .array(
        z.object({
          id: z.string(),
          kind: z.enum(SIGN_OFF_EVENTS),
          at: instant,
          by: z.string(),
          body: z.string(),
          generated: z.boolean(),
        }),
      )
      .meta({ description: "What happened, newest first." }),
    riskReasons: z.array(z.string()).meta({ description: "What makes it risky, in words." }),
    couldSign: z
      .array(named.extend({ level: z.enum(LEVELS).nullable(), team: z.string().nullable() }))
      .meta({ description: "People of the roster who could sign it today, the first 50 by name." }),
    breakGlass: z.array(
      z.object({
        id: z.string(),
        openedBy: z.string(),
        openedAt: instant,
        expiresAt: instant,
        endedAt: instant.nullable(),
        reason: z.string(),
      }),
    ),
    can: z.object({ approve: ability, decline: ability, handOver: ability, breakGlass: ability }),
  })
  .meta({ id: "SignOffRequestDetail" });
export type SignOffRequestDetail = z.output<typeof signOffRequestDetailSchema>;

export const signOffRequestPageSchema = z
  .object({ requests: z.array(signOffRequestSchema), nextCursor: z.string().nullable() })
  .meta({ id: "SignOffRequestPage" });
export type SignOffRequestPage = z.output<typeof signOffRequestPageSchema>;

/** The revision that whoever signs has looked at, whole. */
const revision = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .nullish()
  .meta({ description: "The whole revision that was looked at. Needed where the request has one." });

export const approvalInputSchema = z
  .object({ revision, comment: words(4000).nullish() })
  .meta({ id: "ApprovalInput" });
export type ApprovalInput = z.output<typeof approvalInputSchema>;

export const declineInputSchema = z
  .object({ revision, comment: words(4000).meta({ description: "What has to change first." }) })
  .meta({ id: "DeclineInput" });
export type DeclineInput = z.output<typeof declineInputSchema>;

/** Of the change's own address: the same as an approval or a decline of its request. */
export const signOffInputSchema = z
  .object({
    decision: z.enum(["approved", "declined"]).default("approved"),
    revision,
    comment: words(4000).nullish(),
  })
  .refine(({ decision, comment }) => decision === "approved" || comment != null, {
    error: "Say what has to change first.",
    path: ["comment"],
  })
  .meta({ id: "SignOffInput" });
export type SignOffInput = z.output<typeof signOffInputSchema>;

export const handOverInputSchema = z
  .object({
    to: z
      .uuid()
      .nullable()
      .meta({ description: "A person of the roster who could sign; null lets go of it." }),
    comment: words(4000).nullish(),
  })
  .meta({ id: "HandOverInput" });
export type HandOverInput = z.output<typeof handOverInputSchema>;
