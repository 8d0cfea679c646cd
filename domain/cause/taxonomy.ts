import { z } from "zod";
import { AI_CLAIMS, AI_ROLES, CAUSE_ROLES, CAUSE_STATUSES, parseCauseKind } from "./kinds";

export type { BuiltInCauseKind, CauseStatus } from "./kinds";
export { AI_ROLE_WORDS, CAUSE_KINDS, causeEntry, causeRank, isAiCause, parseCauseKind } from "./kinds";

const kebab = (value: unknown) =>
  typeof value === "string"
    ? value
        .trim()
        .toLowerCase()
        .replace(/[\s_]+/g, "-")
    : value;

export const causeKindSchema = z
  .string()
  .min(1, "Name a cause kind, for example dns.")
  .max(60)
  .transform(parseCauseKind)
  .meta({ description: "A kind of the taxonomy, or a workspace's own.", example: "configuration" });
export const causeRoleSchema = z.preprocess(kebab, z.enum(CAUSE_ROLES));
export const causeStatusSchema = z.preprocess(kebab, z.enum(CAUSE_STATUSES));
export const aiRoleSchema = z.preprocess(kebab, z.enum(AI_ROLES));
export const aiClaimSchema = z.preprocess(kebab, z.enum(AI_CLAIMS));
