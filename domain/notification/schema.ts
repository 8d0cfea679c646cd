import { z } from "zod";
import { count, words } from "@/domain/wire";
import { CHANNEL_KINDS, NOTIFICATION_EVENTS, NOTIFICATION_STATUSES, TEST_EVENT } from "./events";

const events = z
  .array(z.enum(NOTIFICATION_EVENTS))
  .min(1, "Choose at least one event.")
  .max(NOTIFICATION_EVENTS.length)
  .transform((chosen) => NOTIFICATION_EVENTS.filter((event) => chosen.includes(event)));
const address = words(2000).meta({
  description: "Where to post to; https. Kept sealed and never told again.",
});

export const channelInputSchema = z
  .object({ kind: z.enum(CHANNEL_KINDS), name: words(120), url: address, events })
  .meta({ id: "NotificationChannelInput" });
export type ChannelInput = z.output<typeof channelInputSchema>;

export const channelEditSchema = z
  .object({
    name: words(120).optional(),
    url: address.optional(),
    events: events.optional(),
    disabled: z.boolean().optional(),
  })
  .meta({ id: "NotificationChannelEdit" });
export type ChannelEdit = z.output<typeof channelEditSchema>;

export const channelSchema = z
  .object({
    id: z.string(),
    kind: z.enum(CHANNEL_KINDS),
    name: z.string(),
    host: z.string().meta({ description: "Of the address; the rest of it is a secret." }),
    events: z.array(z.enum(NOTIFICATION_EVENTS)),
    disabledAt: z.string().nullable(),
    disabledReason: z.string().nullable(),
    oldSecretUntil: z.string().nullable(),
    lastSentAt: z.string().nullable(),
    waiting: count,
    failedLately: count.meta({ description: "Notifications of the last seven days that were given up." }),
    createdBy: z.string(),
    createdAt: z.string(),
    version: count,
  })
  .meta({ id: "NotificationChannel" });
export type Channel = z.output<typeof channelSchema>;

/** A webhook's secret is told when it is made or replaced and never again; Slack's address is all there is. */
export const channelWithSecretSchema = z
  .object({ channel: channelSchema, secret: z.string().nullable() })
  .meta({ id: "NotificationChannelWithSecret" });
export type ChannelWithSecret = z.output<typeof channelWithSecretSchema>;

export const notificationSchema = z
  .object({
    id: z.string(),
    event: z.enum([...NOTIFICATION_EVENTS, TEST_EVENT]),
    title: z.string(),
    sentence: z.string(),
    status: z.enum(NOTIFICATION_STATUSES),
    attempts: count,
    responseStatus: count.nullable().meta({ type: ["integer", "null"] }),
    lastError: z.string().nullable(),
    createdAt: z.string(),
    nextTryAt: z.string().nullable(),
    settledAt: z.string().nullable(),
  })
  .meta({ id: "Notification" });
export type Notification = z.output<typeof notificationSchema>;

export const notificationPageSchema = z
  .object({ notifications: z.array(notificationSchema), nextCursor: z.string().nullable() })
  .meta({ id: "NotificationPage" });
