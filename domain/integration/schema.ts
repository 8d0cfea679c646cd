import { z } from "zod";
import { DELIVERY_STATUSES, INTEGRATION_KINDS } from "./kinds";

const words = (max: number) => z.string().trim().min(1).max(max);
const count = z.number().int().meta({ type: "integer" });

export const integrationInputSchema = z
  .object({ kind: z.enum(INTEGRATION_KINDS), name: words(120) })
  .meta({ id: "IntegrationInput" });
export type IntegrationInput = z.output<typeof integrationInputSchema>;

export const integrationEditSchema = z
  .object({ name: words(120).optional(), disabled: z.boolean().optional() })
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
