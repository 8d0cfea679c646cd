import { z } from "zod";
import { AI_ROLES } from "@/domain/cause/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { SIGN_OFF_STATES } from "@/domain/sign-off/states";
import { storedCount as count, instant, words } from "@/domain/wire";
import { evidenceSchema, statementSchema } from "./involvement-schema";
import {
  CHANGE_KIND_VALUES,
  CHANGE_OUTCOMES,
  CHANGE_SOURCES,
  INVOLVEMENT_STANDINGS,
  INVOLVEMENTS,
  VERDICTS,
} from "./kinds";
import { changeIncidentSchema } from "./verdict-schema";

/** Said as both types: what a nullable number means is otherwise lost in the document. */
const countOrNull = z
  .number()
  .int()
  .min(0)
  .max(2_000_000_000)
  .nullable()
  .meta({ type: ["integer", "null"] });
const slug = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, "Give the service's slug, such as checkout.");
const httpUrl = z.url({ protocol: /^https?$/, error: "Give an http or https address." }).max(2000);
const revision = z
  .string()
  .trim()
  .regex(
    /^[0-9A-Za-z][0-9A-Za-z._/+-]{0,127}$/,
    "A revision is a commit hash or a version, up to 128 characters.",
  );

/** Whoever made it, as far as the teller knows: any one of the three finds the person. */
const changeAuthorSchema = z
  .object({
    login: words(120).optional(),
    email: z.string().trim().max(320).optional(),
    name: words(200).optional(),
    bot: z
      .boolean()
      .optional()
      .meta({ description: "An account of a program; found out from the name if left out." }),
  })
  .refine(({ login, email, name }) => (login ?? email ?? name) !== undefined, {
    error: "Give login, email or name.",
    path: ["login"],
  });

const changeCommitSchema = z.object({
  revision,
  message: z.string().max(100_000),
  authorName: z.string().max(300).default(""),
  authorEmail: z.string().max(320).default(""),
  committerName: z.string().max(300).default(""),
  committerEmail: z.string().max(320).default(""),
  notes: z.array(z.string().max(200_000)).max(20).optional().meta({
    description: "Authorship logs (refs/notes/ai) or agent-trace records of the commit.",
  }),
  paths: z.array(z.string().max(1000)).max(5000).optional(),
  authoredAt: instant.nullish(),
});

/** A change as anybody may tell of it. The same `source` and `externalId`, or repository and revision, are one change. */
export const changeInputSchema = z
  .object({
    kind: z.enum(CHANGE_KIND_VALUES),
    title: words(500),
    description: z.string().trim().max(50_000).nullish(),
    source: words(200).optional().meta({
      description: "The system that the external id is of, such as argocd. Defaults to the token's name.",
    }),
    externalId: words(300)
      .optional()
      .meta({ description: "Its id there. The same id again is the same change." }),
    asOf: instant.optional().meta({
      description:
        "When the teller knew this; of two tellings that differ, the later stands. Defaults to now.",
    }),
    url: httpUrl.nullish(),
    repository: words(300)
      .nullish()
      .meta({ description: "Such as github.com/acme/shop; its address is taken too." }),
    revision: revision.nullish(),
    pullRequest: countOrNull.optional(),
    branch: words(300).nullish(),
    labels: z.array(words(200)).max(200).optional(),
    services: z.array(slug).max(200).optional().meta({
      description: "Slugs; beside those that the repository's path rules give.",
    }),
    paths: z.array(z.string().max(1000)).max(5000).optional(),
    environment: words(120).optional().meta({ description: "Defaults to production." }),
    author: changeAuthorSchema.nullish(),
    reviewers: z
      .array(z.object({ login: words(120), state: words(40).nullish(), at: instant.nullish() }))
      .max(100)
      .optional(),
    additions: countOrNull.optional(),
    deletions: countOrNull.optional(),
    files: countOrNull.optional(),
    authoredAt: instant.nullish(),
    mergedAt: instant.nullish(),
    deployedAt: instant.nullish().meta({
      description:
        "When it went live. One of authoredAt, mergedAt and deployedAt is needed, or else it is now.",
    }),
    outcome: z.enum(CHANGE_OUTCOMES).nullish(),
    commits: z.array(changeCommitSchema).max(1000).optional().meta({
      description: "Those before the squash too: evidence of AI is looked for in each.",
    }),
    carries: z.array(revision).max(5000).optional().meta({
      description: "Of a deployment: the revisions of its repository that it brought, each of them whole.",
    }),
    reverts: revision.nullish().meta({ description: "The revision that this one undoes, whole." }),
    revertedAt: instant.nullish(),
    ai: z
      .object({
        role: z.enum(AI_ROLES).default("wrote-code"),
        tool: words(120).nullish(),
        model: words(120).nullish(),
        statement: words(1000).optional(),
      })
      .nullish()
      .meta({ description: "A declaration that AI took part: evidence of the lowest grade." }),
  })
  .meta({ id: "ChangeInput" });
export type ChangeInput = z.output<typeof changeInputSchema>;

const serviceName = z.object({ slug: z.string(), name: z.string() });

const changeAi = z.object({
  role: z.enum(AI_ROLES).nullable(),
  tool: z.string().nullable(),
  model: z.string().nullable(),
  grade: z.enum(EVIDENCE_GRADES).nullable(),
});

const summaryShape = {
  id: z.string(),
  at: z.string().meta({ description: "When it went live: deployed, or else merged, or else authored." }),
  kind: z.enum(CHANGE_KIND_VALUES),
  title: z.string(),
  ref: z.string().nullable().meta({ description: "Its short name: #123, or the head of its revision." }),
  url: z.string().nullable(),
  repository: z.string().nullable(),
  revision: z.string().nullable(),
  pullRequest: countOrNull,
  environment: z.string(),
  production: z.boolean(),
  services: z.array(serviceName),
  author: z
    .object({
      personId: z.string().nullable(),
      name: z.string(),
      level: z.enum(LEVELS).nullable().meta({ description: "The one in effect when the change was made." }),
      isBot: z.boolean(),
    })
    .nullable(),
  additions: countOrNull,
  deletions: countOrNull,
  files: countOrNull,
  outcome: z.enum(CHANGE_OUTCOMES).nullable(),
  revertedAt: z.string().nullable(),
  involvement: z.enum(INVOLVEMENTS),
  involvementStanding: z.enum(INVOLVEMENT_STANDINGS),
  ai: changeAi.nullable().meta({ description: "Null unless the involvement is ai." }),
  verdict: z.enum(VERDICTS).nullable().meta({ description: "The heaviest over all incidents." }),
  signOff: z.enum(SIGN_OFF_STATES).nullable().meta({
    description: "How its sign-off stands, as last assessed; null where no rule asks for one.",
  }),
  counts: z.boolean().meta({
    description:
      "Whether the figures count it: in production, and no deployment whose changes are known themselves.",
  }),
  source: z.enum(CHANGE_SOURCES),
  generated: z.boolean(),
  version: count,
};

export const changeSummarySchema = z.object(summaryShape).meta({ id: "ChangeSummary" });
export type ChangeSummary = z.output<typeof changeSummarySchema>;

export const changeSchema = z
  .object({
    ...summaryShape,
    description: z.string().nullable(),
    branch: z.string().nullable(),
    labels: z.array(z.string()),
    paths: z.array(z.string()),
    reviewers: z.array(
      z.object({
        name: z.string(),
        personId: z.string().nullable(),
        state: z.string().nullable(),
        at: z.string().nullable(),
      }),
    ),
    authoredAt: z.string().nullable(),
    mergedAt: z.string().nullable(),
    deployedAt: z.string().nullable(),
    reverts: z.string().nullable(),
    commits: z.array(
      z.object({
        revision: z.string(),
        message: z.string(),
        authorName: z.string(),
        authoredAt: z.string().nullable(),
      }),
    ),
    detected: z
      .object({
        involvement: z.enum(INVOLVEMENTS),
        role: z.enum(AI_ROLES).nullable(),
        tool: z.string().nullable(),
        model: z.string().nullable(),
      })
      .meta({ description: "What the detector found, before people said anything." }),
    evidence: z.array(evidenceSchema).meta({ description: "Best grade first." }),
    statements: z.array(statementSchema).meta({ description: "Newest first." }),
    incidents: z.array(changeIncidentSchema),
    carries: z
      .array(changeSummarySchema)
      .meta({ description: "Of a deployment: the code changes it brought." }),
    carriedBy: z
      .array(changeSummarySchema)
      .meta({ description: "Of a code change: the deployments that brought it." }),
    facts: z
      .array(z.object({ field: z.string(), source: z.string(), asOf: z.string() }))
      .meta({ description: "Who said which field; empty where one source said them all." }),
    tellings: z.array(z.object({ source: z.string(), what: z.string(), toldAt: z.string() })),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "Change" });
export type Change = z.output<typeof changeSchema>;

/** What one line of a bulk telling came to. */
export const changeReportLineSchema = z.object({
  line: count,
  status: z.enum(["created", "updated", "unchanged", "refused"]),
  id: z.string().nullable(),
  field: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ChangeReportLine = z.output<typeof changeReportLineSchema>;
