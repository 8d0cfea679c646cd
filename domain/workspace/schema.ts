import { z } from "zod";
import { slugSchema } from "@/domain/service/schema";
import { count } from "@/domain/wire";
import { AUDIT_RETENTION_DAYS_MAX, AUDIT_RETENTION_DAYS_MIN } from "./retention";

const ratio = z.number().min(0).max(1);
const timeZoneSchema = z
  .string()
  .refine(isTimeZone, { error: "Give an IANA time zone, such as Europe/Berlin or UTC." });

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

export const workspaceInputSchema = z
  .object({
    slug: slugSchema,
    name: z.string().trim().min(1).max(120),
    timeZone: timeZoneSchema.default("UTC"),
  })
  .meta({ id: "WorkspaceInput" });

export const workspaceEditSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    timeZone: timeZoneSchema,
    sloTarget: z.number().gt(0).lt(1),
    adoptionTarget: ratio,
    levelFractions: z.object({ major: ratio, partial: ratio, degraded: ratio }),
    auditRetentionDays: z
      .number()
      .int()
      .min(AUDIT_RETENTION_DAYS_MIN)
      .max(AUDIT_RETENTION_DAYS_MAX)
      .nullable()
      .meta({ description: "Audit events older than this are deleted; null keeps them for ever." }),
  })
  .partial()
  .meta({ id: "WorkspaceEdit" });

export const workspaceSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    timeZone: z.string(),
    sloTarget: z.number(),
    adoptionTarget: z.number(),
    levelFractions: z.object({ major: z.number(), partial: z.number(), degraded: z.number() }),
    auditRetentionDays: z.number().int().nullable(),
    isSample: z.boolean(),
    version: count,
  })
  .meta({ id: "Workspace" });

export type WorkspaceInput = z.output<typeof workspaceInputSchema>;
export type WorkspaceEdit = z.output<typeof workspaceEditSchema>;
export type Workspace = z.output<typeof workspaceSchema>;
