import { z } from "zod";
import { LEVELS } from "@/domain/person/levels";
import { APPROVER_TEAMS, RULE_MODES } from "@/domain/sign-off/policy";
import { SIGN_OFF_SUBJECTS } from "@/domain/sign-off/states";
import { count } from "@/domain/wire";
import { SUBJECTS_SHOWN_MAX } from "./limits";

export const gateQuestionSchema = z
  .strictObject({
    repository: z.string().trim().min(1).max(300).optional().meta({
      description: "Any of its addresses, such as github.com/acme/shop.",
      example: "github.com/acme/shop",
    }),
    revision: z.string().trim().min(1).max(100).optional().meta({
      description: "The whole revision that would go out; the beginning of one is refused.",
      example: "9fceb02d0ae598e95dc970b74767f19372d61af8",
    }),
    change: z.uuid().optional().meta({
      description: "A change of the ledger instead, such as one that no repository holds.",
    }),
    environment: z.string().trim().min(1).max(120).optional().meta({
      description: "Where it would go; production where it is left out.",
    }),
  })
  .refine(
    ({ repository, revision, change }) =>
      change === undefined
        ? repository !== undefined && revision !== undefined
        : repository === undefined && revision === undefined,
    {
      error: "Name either a repository together with a revision, or a change.",
      path: ["revision"],
    },
  )
  .meta({ id: "GateQuestion" });
export type GateQuestion = z.output<typeof gateQuestionSchema>;

const ruleSchema = z.object({ id: z.string(), name: z.string(), mode: z.enum(RULE_MODES) });

const missingSchema = z.object({
  approvals: z.union([count, z.literal("nobody")]).meta({
    description: 'How many more people; "nobody" can let it through but by break-glass.',
  }),
  minimumLevel: z.enum(LEVELS).nullable(),
  role: z.string().nullable(),
  team: z.enum(APPROVER_TEAMS),
  dueAt: z.string().nullable(),
});

const gateSubjectSchema = z
  .object({
    subject: z.enum(SIGN_OFF_SUBJECTS),
    changeId: z.string().nullable(),
    pullRequest: count.nullable().meta({ type: ["integer", "null"] }),
    title: z.string(),
    revision: z.string().nullable(),
    decision: z.enum(["not-required", "satisfied", "required", "waived", "declined"]),
    holds: z.boolean(),
    rule: ruleSchema.nullable(),
    missing: missingSchema.nullable(),
    reason: z.string(),
    path: z.string().nullable().meta({ description: "Its page under Faultline's own address." }),
  })
  .meta({ id: "GateSubject" });
export type GateSubject = z.output<typeof gateSubjectSchema>;

export const gateAnswerSchema = z
  .object({
    decision: z.enum(["allow", "hold"]),
    reason: z.string().meta({ description: "For a person, in a sentence or two." }),
    onRecord: z.boolean().meta({ description: "Whether Faultline knows what it was asked about." }),
    repository: z.string().nullable(),
    revision: z.string().nullable(),
    environment: z.string(),
    policyVersion: count
      .nullable()
      .meta({ type: ["integer", "null"], description: "Null where no policy is in force." }),
    rule: ruleSchema.nullable().meta({
      description:
        "Which rule decided. One that monitors holds nothing; `missing` is what it would have asked for.",
    }),
    missing: missingSchema.nullable(),
    changeCount: count.meta({ description: "How many changes the answer is about." }),
    heldCount: count,
    changes: z.array(gateSubjectSchema).meta({
      description: `What it is about: what is held first, then what lacks something, at most ${SUBJECTS_SHOWN_MAX}.`,
    }),
    whenUnreachable: z.enum(["open", "closed"]).meta({
      description: "What to do by this policy when Faultline cannot be asked the next time.",
    }),
    path: z.string().meta({ description: "The page to go to under Faultline's own address." }),
    askedAt: z.string(),
  })
  .meta({ id: "GateAnswer" });
export type GateAnswer = z.output<typeof gateAnswerSchema>;

const gateDecisionSchema = z
  .object({
    id: z.string(),
    decision: z.enum(["allow", "hold"]),
    reason: z.string(),
    repository: z.string().nullable(),
    revision: z.string().nullable(),
    environment: z.string(),
    changes: z.array(z.object({ id: z.string(), title: z.string() })),
    policyVersion: count.nullable().meta({ type: ["integer", "null"] }),
    askedBy: z.string(),
    asks: count,
    firstAskedAt: z.string(),
    lastAskedAt: z.string(),
  })
  .meta({ id: "GateDecision" });
export type GateDecision = z.output<typeof gateDecisionSchema>;

export const gateDecisionPageSchema = z
  .object({ decisions: z.array(gateDecisionSchema), nextCursor: z.string().nullable() })
  .meta({ id: "GateDecisionPage" });
