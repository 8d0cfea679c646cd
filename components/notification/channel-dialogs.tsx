"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import {
  CHANNEL_KINDS,
  CHANNEL_WORDS,
  type ChannelKind,
  NOTIFICATION_EVENTS,
  OLD_SIGNATURE_HOURS,
} from "@/domain/notification/events";
import type { Channel, ChannelWithSecret } from "@/domain/notification/schema";
import { CHANNEL_FIELDS, type ChannelDraft, ChannelFields, draftProblems } from "./channel-form";

const KIND_OPTIONS = CHANNEL_KINDS.map((kind) => ({ value: kind, label: CHANNEL_WORDS[kind] }));

export function AddChannelDialog({
  workspace,
  first,
  onMade,
  onClose,
}: {
  workspace: string;
  first: ChannelKind;
  onMade: (made: ChannelWithSecret) => void;
  onClose: () => void;
}) {
  const [kind, setKind] = useState(first);
  const [draft, setDraft] = useState<ChannelDraft>({ name: "", url: "", events: NOTIFICATION_EVENTS });
  return (
    <FormDialog<ChannelWithSecret>
      title="Add a channel"
      action="Add channel"
      width={560}
      fields={CHANNEL_FIELDS}
      check={() => draftProblems(draft, { isNew: true })}
      send={() =>
        request<ChannelWithSecret>("/notification-channels", {
          workspace,
          method: "POST",
          body: { kind, name: draft.name.trim(), url: draft.url.trim(), events: draft.events },
        })
      }
      onSaved={onMade}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Kind" error={errors.kind}>
            <Select
              value={kind}
              options={KIND_OPTIONS}
              onChange={(event) => {
                const chosen = CHANNEL_KINDS.find((one) => one === event.target.value);
                if (chosen !== undefined) setKind(chosen);
              }}
            />
          </Field>
          <ChannelFields kind={kind} draft={draft} errors={errors} onChange={setDraft} />
        </>
      )}
    </FormDialog>
  );
}

type Props = { workspace: string; channel: Channel; onClose: () => void };

export function EditChannelDialog({ workspace, channel, onClose }: Props) {
  const router = useRouter();
  const [draft, setDraft] = useState<ChannelDraft>({ name: channel.name, url: "", events: channel.events });
  const path = `/notification-channels/${channel.id}`;
  const url = draft.url.trim();
  return (
    <FormDialog<Channel>
      title="Edit the channel"
      action="Save"
      width={560}
      version={channel.version}
      fields={CHANNEL_FIELDS}
      check={() => draftProblems(draft, { isNew: false })}
      send={(version) =>
        request<Channel>(path, {
          workspace,
          method: "PATCH",
          body: { name: draft.name.trim(), events: draft.events, ...(url === "" ? {} : { url }) },
          ifMatch: version,
        })
      }
      readStored={() => request<Channel>(path, { workspace })}
      onSaved={(saved) => {
        toast({ title: `${saved.name} saved`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <ChannelFields
          kind={channel.kind}
          draft={draft}
          errors={errors}
          onChange={setDraft}
          keptHost={channel.host}
        />
      )}
    </FormDialog>
  );
}

export function RotateSecretDialog({
  workspace,
  channel,
  onMade,
  onClose,
}: Props & { onMade: (made: ChannelWithSecret) => void }) {
  return (
    <FormDialog<ChannelWithSecret>
      title="Make a new secret?"
      action="Make a new secret"
      width={480}
      send={() =>
        request<ChannelWithSecret>(`/notification-channels/${channel.id}/secret`, {
          workspace,
          method: "POST",
          ifMatch: channel.version,
        })
      }
      onSaved={onMade}
      onClose={onClose}
    >
      {() => (
        <p>
          For {OLD_SIGNATURE_HOURS} hours what is posted carries the signatures of both, so that the receiver
          can be changed meanwhile.
          {channel.oldSecretUntil === null
            ? null
            : " The secret before the present one, which still signs, stops at once."}
        </p>
      )}
    </FormDialog>
  );
}

/** The secret itself, this once. */
export function SecretDialog({ made, onClose }: { made: ChannelWithSecret; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`The secret of “${made.channel.name}”`}
      description="Copy it now: it is kept sealed, and not shown again."
      width={560}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="flex flex-col gap-3">
        <CopyField label="The secret" text={made.secret ?? ""} />
        <p className="text-ink-2">
          Verify with it what arrives: the headers <code className="font-mono text-[0.92em]">webhook-id</code>
          , <code className="font-mono text-[0.92em]">webhook-timestamp</code> and{" "}
          <code className="font-mono text-[0.92em]">webhook-signature</code> are those of Standard Webhooks,
          for which there is a library in most languages.
        </p>
      </div>
    </Dialog>
  );
}

export function RemoveChannelDialog({ workspace, channel, onClose }: Props) {
  const router = useRouter();
  return (
    <FormDialog<void>
      title={`Remove ${channel.name}?`}
      action="Remove channel"
      width={460}
      isDanger
      send={() => request<void>(`/notification-channels/${channel.id}`, { workspace, method: "DELETE" })}
      onSaved={() => {
        toast({ title: `${channel.name} removed`, tone: "good" });
        router.push(`/${workspace}/settings/notifications`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => <p>Its address, its secret and the log of what was sent there go. Nothing more is sent.</p>}
    </FormDialog>
  );
}
