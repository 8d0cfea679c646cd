import { z } from "zod";
import { count } from "@/domain/wire";

/** What the list, its page and its exports can be narrowed to. */
export const auditFilterSchema = z.object({
  actor: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "An actor's id, or part of its name." }),
  action: z.string().trim().min(1).max(100).optional().meta({ example: "incident.edit" }),
  objectKind: z.string().trim().min(1).max(60).optional().meta({ example: "incident" }),
  objectId: z.string().trim().min(1).max(100).optional(),
  requestId: z.string().trim().min(1).max(100).optional(),
  from: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "A date of the workspace's zone or an instant; included." }),
  to: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "A date of the workspace's zone or an instant; not included." }),
});

export type AuditFilter = z.output<typeof auditFilterSchema>;

export const AUDIT_FILTERS = [
  { name: "actor", word: "actor" },
  { name: "action", word: "action" },
  { name: "objectKind", word: "kind of object" },
  { name: "objectId", word: "object" },
  { name: "requestId", word: "request" },
  { name: "from", word: "from" },
  { name: "to", word: "before" },
] as const satisfies { name: keyof AuditFilter; word: string }[];

export const auditEventSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
    action: z.string(),
    objectKind: z.string(),
    objectId: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string(),
    address: z
      .string()
      .nullable()
      .meta({ description: "Where the request came from, as far as it is known." }),
    position: z
      .number()
      .int()
      .nullable()
      .meta({ description: "Place in the workspace's chain; null for some moments after." }),
    chainHash: z.string().nullable().meta({ description: "SHA-256 over the chain up to this event." }),
    erased: z.boolean().meta({ description: "Whether a person's erasure replaced details here." }),
  })
  .meta({ id: "AuditEvent" });

export type AuditEvent = z.output<typeof auditEventSchema>;

const findingSchema = z.object({
  kind: z.string(),
  position: z.number().int().nullable(),
  eventId: z.string().nullable(),
  detail: z.string(),
});

export const auditVerificationSchema = z
  .object({
    checked: z
      .number()
      .int()
      .meta({ type: "integer", description: "Events whose hashes were computed anew." }),
    from: z.number().int().meta({ type: "integer", description: "The first position that was checked." }),
    head: z.object({ position: count, hash: z.string() }),
    unchained: z
      .number()
      .int()
      .meta({ type: "integer", description: "Events without a place in the chain yet." }),
    erased: count,
    findings: z.array(
      z.object({
        kind: z.string(),
        count: count,
        first: findingSchema,
      }),
    ),
    first: findingSchema.nullable(),
  })
  .meta({ id: "AuditVerification" });
