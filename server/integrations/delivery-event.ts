import { createHash } from "node:crypto";
import { HTTP } from "cloudevents";
import type { CloudEventFacts } from "@/domain/integration/cloud-event";
import { kindOf } from "@/domain/integration/gitlab";
import type { IntegrationKind } from "@/domain/integration/kinds";
import { storable, UnreadableBody } from "./json-body";

/** What names a delivery: the sender's id of it, and the event in the sender's words. */
export interface DeliveryName {
  externalId: string;
  event: string;
}

const ID_MAX = 300;
const EVENT_MAX = 120;
const EVENTS_MAX = 1000;
const KEPT_HEADERS =
  /^(content-type|user-agent|x-github-(event|delivery|hook-id)|x-gitlab-(event|event-uuid|webhook-uuid|instance)|idempotency-key|webhook-(id|timestamp)|ce-[a-z0-9-]{1,60})$/;
const HEADERS_MAX = 60;
const HEADER_MAX = 1000;

/** The headers that matter to the event; none that is as good as the secret. */
export function keptHeaders(headers: Headers): Record<string, string> {
  const kept = [...headers].filter(([name]) => KEPT_HEADERS.test(name)).slice(0, HEADERS_MAX);
  return Object.fromEntries(kept.map(([name, value]) => [name, value.slice(0, HEADER_MAX)]));
}

export function contentTypeOf(headers: Headers | Record<string, string>): string {
  const value = headers instanceof Headers ? headers.get("content-type") : headers["content-type"];
  return (value ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** Names the delivery, or says what is missing for it. */
export function nameDelivery(
  kind: IntegrationKind,
  { headers, text, payload }: { headers: Headers; text: string; payload: unknown },
): DeliveryName {
  if (typeof payload !== "object" || payload === null) {
    throw new UnreadableBody("malformed-event", "The body is JSON, but no event.");
  }
  switch (kind) {
    case "github": {
      const event = headers.get("x-github-event");
      if (!event)
        throw new UnreadableBody(
          "missing-event",
          "X-GitHub-Event is missing: this is no delivery of GitHub.",
        );
      return {
        externalId: bounded(headers.get("x-github-delivery") ?? digestOf(`${event}\n${text}`)),
        event: withAction(event, payload),
      };
    }
    case "gitlab": {
      const event = kindOf(payload);
      if (event === null) {
        throw new UnreadableBody("missing-event", "object_kind is missing: this is no delivery of GitLab.");
      }
      const uuid = headers.get("x-gitlab-event-uuid") ?? "";
      const id = headers.get("webhook-id") ?? headers.get("idempotency-key");
      return { externalId: bounded(id ?? digestOf(`${uuid}\n${text}`)), event: withAction(event, payload) };
    }
    case "cloudevents": {
      const events = cloudEventsOf(Object.fromEntries(headers), text);
      const [first] = events;
      const own = events.length === 1 && first ? `${first.source} ${first.id}` : digestOf(text);
      return {
        externalId: bounded(headers.get("webhook-id") ?? own),
        event: events.length === 1 && first ? first.type.slice(0, EVENT_MAX) : `${events.length} events`,
      };
    }
  }
}

function withAction(event: string, payload: object): string {
  const attributes = "object_attributes" in payload ? payload.object_attributes : payload;
  const action =
    typeof attributes === "object" && attributes !== null && "action" in attributes
      ? attributes.action
      : null;
  return (typeof action === "string" && action !== "" ? `${event}.${action}` : event).slice(0, EVENT_MAX);
}

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const bounded = (id: string) => (id.length <= ID_MAX && id !== "" ? id : digestOf(id));

/** The events of a request, one or a batch, however they were transported. */
export function cloudEventsOf(headers: Record<string, string>, text: string): CloudEventFacts[] {
  try {
    const read = HTTP.toEvent({
      // The reader knows a content type by its bare name alone.
      headers: { ...headers, "content-type": contentTypeOf(headers) },
      body: text,
    });
    const events: unknown[] = Array.isArray(read) ? read : [read];
    if (events.length === 0 || events.length > EVENTS_MAX) {
      throw new UnreadableBody("malformed-event", `A batch holds 1 to ${EVENTS_MAX} events.`);
    }
    return events.map(cloudEventOf);
  } catch (error) {
    if (error instanceof UnreadableBody) throw error;
    const reason = error instanceof Error ? error.message.slice(0, 200) : "";
    throw new UnreadableBody("malformed-event", `This is no CloudEvent: ${reason}`);
  }
}

function cloudEventOf(read: unknown): CloudEventFacts {
  const event = storable(read);
  const { id, source, type, time, data } =
    typeof event === "object" && event !== null ? { ...blank, ...event } : blank;
  if (
    typeof id !== "string" ||
    typeof source !== "string" ||
    typeof type !== "string" ||
    !id ||
    !source ||
    !type
  ) {
    throw new UnreadableBody("malformed-event", "A CloudEvent has id, source and type.");
  }
  return { id, source, type, time: typeof time === "string" ? time : null, data };
}

const blank: Record<"id" | "source" | "type" | "time" | "data", unknown> = {
  id: null,
  source: null,
  type: null,
  time: null,
  data: null,
};
