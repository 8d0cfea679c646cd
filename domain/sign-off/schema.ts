import { z } from "zod";
import { ROLES } from "@/domain/access/roles";
import { isTimeZone } from "@/domain/calendar/zone";
import { AI_ROLES } from "@/domain/cause/kinds";
import { CHANGE_KIND_VALUES, INVOLVEMENTS } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { instant, words } from "@/domain/wire";
import { APPROVER_TEAMS, AUTONOMIES, RULE_MODES } from "./policy";

const some = <T extends z.ZodType>(item: T) =>
  z.array(item).min(1, "Name at least one, or leave it out.").max(200);
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Give a time of day, such as 16:00.");
const count = (max: number) => z.number().int().min(1).max(max).meta({ type: "integer" });

const freezeSchema = z
  .strictObject({ from: instant, to: instant })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    error: "It ends before it begins.",
    path: ["to"],
  });

const weeklySchema = z.strictObject({
  weekdays: some(z.number().int().min(1).max(7)).meta({ description: "1 is Monday, 7 is Sunday." }),
  fromTime: clock,
  toTime: clock.meta({ description: "Not included; before fromTime it is of the next day." }),
  zone: z.string().refine(isTimeZone, "Give an IANA zone, such as America/Los_Angeles."),
});

const conditionsSchema = z
  .strictObject({
    involvement: some(z.enum(INVOLVEMENTS)).optional(),
    aiRoles: some(z.enum(AI_ROLES)).optional(),
    tools: some(words(120)).optional(),
    minimumGrade: z
      .enum(EVIDENCE_GRADES)
      .optional()
      .meta({ description: "Evidence of this grade or a better one." }),
    authorLevels: some(z.enum([...LEVELS, "unknown"])).optional(),
    services: some(words(80)).optional().meta({ description: "Slugs." }),
    minimumServiceWeight: z.number().min(0).optional(),
    kinds: some(z.enum(CHANGE_KIND_VALUES)).optional(),
    minimumLines: count(1_000_000_000).optional().meta({
      type: "integer",
      description: "Lines added and deleted together. A change of unknown size counts as large.",
    }),
    minimumFiles: count(1_000_000).optional(),
    environments: some(words(120)).optional(),
    autonomies: some(z.enum(AUTONOMIES)).optional(),
    windows: some(z.union([freezeSchema, weeklySchema])).optional(),
    minimumBudgetSpentRatio: z.number().min(0).max(1000).optional().meta({
      description: "Share of a service's error budget that is spent: 1 is all of it.",
    }),
  })
  .meta({ id: "RuleConditions", description: "Everything that is named has to hold." });

const requirementSchema = z
  .strictObject({
    approvals: z.union([z.number().int().min(0).max(20), z.literal("nobody")], {
      error: 'Give how many people have to approve, 0 to 20, or "nobody" to let nothing through.',
    }),
    minimumLevel: z.enum(LEVELS).optional(),
    role: z.enum(ROLES).optional().meta({ description: "A role in the workspace that the approver holds." }),
    team: z.enum(APPROVER_TEAMS).optional().meta({ description: "Seen from the author's team." }),
    withinMinutes: count(525_600).optional(),
  })
  .meta({ id: "SignOffRequirement" });

export const ruleSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, "Give lower-case letters, digits and dashes; up to 80."),
    name: words(200),
    mode: z.enum(RULE_MODES),
    effectiveFrom: instant.nullish(),
    effectiveTo: instant.nullish(),
    when: conditionsSchema,
    require: requirementSchema,
  })
  .refine(
    ({ effectiveFrom, effectiveTo }) =>
      effectiveFrom == null || effectiveTo == null || Date.parse(effectiveFrom) < Date.parse(effectiveTo),
    { error: "The rule ends before it begins.", path: ["effectiveTo"] },
  )
  .meta({ id: "SignOffRule" });

/** A policy as a person writes it in its text form. A name it does not know is refused, not ignored. */
export const policySchema = z
  .strictObject({
    rules: z.array(ruleSchema).max(200),
    whenUnreachable: z.enum(["open", "closed"]).default("closed").meta({
      description: "What a pipeline does when Faultline cannot be asked: let the change through, or hold it.",
    }),
  })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, {
    error: "Two rules have the same id.",
    path: ["rules"],
  })
  .meta({ id: "Policy" });
