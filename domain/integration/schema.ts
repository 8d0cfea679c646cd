import { z } from "zod";
import { COMMIT_STATES, POST_STATUSES } from "@/domain/commit-status/status";
import { count, words } from "@/domain/wire";
import { apiAddressProblem } from "./api-address";
import { DELIVERY_STATUSES, INTEGRATION_KINDS } from "./kinds";

export const integrationInputSchema = z
  .object({ kind: z.enum(INTEGRATION_KINDS), name: words(120) })
  .meta({ id: "IntegrationInput" });
export type IntegrationInput = z.output<typeof integrationInputSchema>;

const apiUrlSchema = z
  .string()
  .trim()
  .max(300)
  .superRefine((address, check) => {
    const problem = apiAddressProblem(address);
    if (problem !== null) check.addIssue({ code: "custom", message: problem });
  });

export const integrationEditSchema = z
  .object({
    name: words(120).optional(),
    disabled: z.boolean().optional(),
    apiToken: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{1,500}$/, { error: "Paste the token alone: 1 to 500 characters without spaces." })
      .nullable()
      .optional()
      .meta({
        description:
          "Token of GitHub's API, with which commit statuses are set. It is sealed and never told again; null takes it away.",
      }),
    apiUrl: apiUrlSchema.nullable().optional().meta({
      description: "Address of the API of a GitHub Enterprise Server; null is https://api.github.com.",
    }),
  })
  .meta({ id: "IntegrationEdit" });
export type IntegrationEdit = z.output<typeof integrationEditSchema>;

export const integrationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(INTEGRATION_KINDS),
    name: z.string(),
    /** Path under the application's own address that the sender posts to. */
    path: z.string(),
    disabledAt: z.string().nullable(),
    lastDeliveryAt: z.string().nullable(),
    oldSecretUntil: z.string().nullable(),
    hasApiToken: z.boolean(),
    apiUrl: z.string().nullable(),
    failedLately: count.meta({
      description: "Deliveries of the last seven days that failed and were not redelivered.",
    }),
    createdBy: z.string(),
    createdAt: z.string(),
    version: count,
  })
  .meta({ id: "Integration" });
export type Integration = z.output<typeof integrationSchema>;

/** The secret is told when it is made or rotated, and to an admin who asks for the setup guide again. */
export const integrationWithSecretSchema = z
  .object({ integration: integrationSchema, secret: z.string() })
  .meta({ id: "IntegrationWithSecret" });
export type IntegrationWithSecret = z.output<typeof integrationWithSecretSchema>;

export const deliverySchema = z
  .object({
    id: z.string(),
    externalId: z.string(),
    event: z.string(),
    status: z.enum(DELIVERY_STATUSES),
    reason: z.string().nullable(),
    attempts: count,
    repetitions: count,
    bytes: count,
    receivedAt: z.string(),
    settledAt: z.string().nullable(),
    changes: z.array(z.object({ id: z.string(), title: z.string() })).meta({
      description: "Changes that it told of.",
    }),
  })
  .meta({ id: "Delivery" });
export type Delivery = z.output<typeof deliverySchema>;

export const deliveryPageSchema = z
  .object({ deliveries: z.array(deliverySchema), nextCursor: z.string().nullable() })
  .meta({ id: "DeliveryPage" });

/** A commit status as it was told to the host, or is about to be. */
const commitStatusSchema = z
  .object({
    id: z.string(),
    repository: z.string(),
    revision: z.string(),
    context: z.string(),
    state: z.enum(COMMIT_STATES),
    description: z.string(),
    path: z.string().nullable().meta({ description: "Page under Faultline's own address that it links to." }),
    status: z.enum(POST_STATUSES),
    attempts: count,
    lastError: z.string().nullable(),
    dueAt: z.string().nullable(),
    sentAt: z.string().nullable(),
    updatedAt: z.string(),
  })
  .meta({ id: "CommitStatus" });
export type CommitStatus = z.output<typeof commitStatusSchema>;

export const commitStatusPageSchema = z
  .object({ statuses: z.array(commitStatusSchema), nextCursor: z.string().nullable() })
  .meta({ id: "CommitStatusPage" });

/** A delivery with what came, as far as a page can show it. */
export const deliveryContentSchema = z
  .object({
    delivery: deliverySchema,
    headers: z.record(z.string(), z.string()),
    body: z.string().meta({ description: "Its first 200,000 characters, laid out where it is JSON." }),
    truncated: z.boolean(),
  })
  .meta({ id: "DeliveryContent" });
export type DeliveryContent = z.output<typeof deliveryContentSchema>;
