"use client";

import { Checkbox, Field, Input } from "@/components/ui/field";
import {
  type ChannelKind,
  NOTIFICATION_EVENT_WORDS,
  NOTIFICATION_EVENTS,
  type NotificationEvent,
} from "@/domain/notification/events";

/** What is typed about a channel. */
export interface ChannelDraft {
  name: string;
  url: string;
  events: readonly NotificationEvent[];
}

export const CHANNEL_FIELDS = ["name", "kind", "url", "events"] as const;

export function draftProblems({ name, url, events }: ChannelDraft, { isNew }: { isNew: boolean }) {
  return {
    ...(name.trim() === "" ? { name: "Give it a name." } : {}),
    ...(isNew && url.trim() === "" ? { url: "Give the address to post to." } : {}),
    ...(events.length === 0 ? { events: "Choose at least one." } : {}),
  };
}

const HINTS: Record<ChannelKind, string> = {
  webhook: "An https address of yours. What is posted there is signed.",
  slack: "The address of an incoming webhook; Mattermost and others take the same format.",
};

export function ChannelFields({
  kind,
  draft,
  errors,
  onChange,
  keptHost,
}: {
  kind: ChannelKind;
  draft: ChannelDraft;
  errors: Partial<Record<string, string>>;
  onChange: (draft: ChannelDraft) => void;
  /** Of the address that stays where none is typed. */
  keptHost?: string;
}) {
  const { name, url, events } = draft;
  return (
    <>
      <Field label="Name" required error={errors.name}>
        <Input
          value={name}
          maxLength={120}
          autoComplete="off"
          placeholder={kind === "slack" ? "#sign-offs" : "Chat relay"}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </Field>
      <Field
        label="Address"
        required={keptHost === undefined}
        error={errors.url}
        hint={
          keptHost === undefined
            ? `${HINTS[kind]} It is kept sealed and not shown again.`
            : `Leave it empty to keep the one at ${keptHost}.`
        }
      >
        <Input
          value={url}
          type="url"
          inputMode="url"
          maxLength={2000}
          autoComplete="off"
          spellCheck={false}
          placeholder={
            kind === "slack" ? "https://hooks.slack.com/services/…" : "https://hooks.example.com/faultline"
          }
          onChange={(event) => onChange({ ...draft, url: event.target.value })}
        />
      </Field>
      <fieldset className="flex flex-col" aria-invalid={errors.events ? true : undefined}>
        <legend className="pb-1 text-small text-ink-2">Tell it of</legend>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {NOTIFICATION_EVENTS.map((event) => (
            <Checkbox
              key={event}
              checked={events.includes(event)}
              onChange={({ target }) =>
                onChange({
                  ...draft,
                  events: NOTIFICATION_EVENTS.filter((one) =>
                    one === event ? target.checked : events.includes(one),
                  ),
                })
              }
              label={NOTIFICATION_EVENT_WORDS[event]}
            />
          ))}
        </div>
        {errors.events ? <p className="text-small text-bad">{errors.events}</p> : null}
      </fieldset>
    </>
  );
}
