"use client";

import { type ReactNode, useState } from "react";
import { levelWord } from "@/components/change/words";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import type { SignOffRequest, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import type { Deciding } from "./use-decisions";

type Props = {
  request: SignOffRequest;
  onDecide: (deciding: Deciding) => void;
  onClose: () => void;
};

/** Declining says what has to change first: whoever made it reads nothing else. */
export function DeclineDialog({ request, onDecide, onClose }: Props) {
  const [comment, setComment] = useState("");
  const [isAsked, setAsked] = useState(false);
  const text = comment.trim();
  return (
    <DecisionDialog
      title="Decline"
      action="Decline"
      isDanger
      request={request}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true);
        if (text !== "") onDecide({ kind: "decline", comment: text });
      }}
    >
      <Field
        label="What has to change first"
        required
        error={isAsked && text === "" ? "Say what has to change first." : undefined}
        hint="It is held back until a new revision, or until you take this back."
      >
        <Textarea value={comment} maxLength={4000} onChange={(event) => setComment(event.target.value)} />
      </Field>
    </DecisionDialog>
  );
}

/** Only people who could sign it are offered. */
export function HandOverDialog({
  detail,
  onDecide,
  onClose,
  viewerId,
  request,
}: Props & { detail: SignOffRequestDetail | null; viewerId: string | null }) {
  const [query, setQuery] = useState("");
  const [personId, setPersonId] = useState<string | null>(null);
  const [comment, setComment] = useState("");
  const [isAsked, setAsked] = useState(false);
  const words = query.trim().toLowerCase();
  const people = (detail?.couldSign ?? []).filter((one) => one.personId !== viewerId);
  const shown = people.filter(({ name, team }) => `${name} ${team ?? ""}`.toLowerCase().includes(words));
  const chosen =
    people.find((one) => one.personId === personId) ?? (shown.length === 1 ? shown[0] : undefined);
  return (
    <DecisionDialog
      title="Hand over"
      action={chosen === undefined ? "Hand over" : `Hand over to ${chosen.name}`}
      request={request}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true);
        if (chosen === undefined) return;
        const to = { personId: chosen.personId, name: chosen.name };
        onDecide({ kind: "hand-over", to, comment: comment.trim() || null });
      }}
    >
      <Field
        label="To whom"
        required
        error={isAsked && chosen === undefined ? "Choose somebody." : undefined}
        hint={people.length === 0 && detail !== null ? "Nobody else on the roster could sign it." : undefined}
      >
        <Input
          value={query}
          autoComplete="off"
          placeholder="Name or team"
          onChange={(event) => setQuery(event.target.value)}
        />
      </Field>
      <fieldset className="flex max-h-56 flex-col overflow-y-auto rounded-2 border border-line">
        <legend className="sr-only">Who could sign it</legend>
        {shown.map((one) => (
          <label
            key={one.personId}
            className="flex min-h-9 cursor-pointer items-center gap-2.5 border-b border-line px-2.5 last:border-b-0 hover:bg-surface-2 has-checked:bg-accent-soft touch:min-h-11"
          >
            <input
              type="radio"
              name="to"
              className="accent-accent"
              checked={chosen?.personId === one.personId}
              onChange={() => setPersonId(one.personId)}
            />
            <span className="min-w-0 flex-1 truncate font-medium">{one.name}</span>
            <span className="text-small text-ink-3">
              {levelWord(one.level)}
              {one.team ? `, ${one.team}` : ""}
            </span>
          </label>
        ))}
        {shown.length === 0 && people.length > 0 ? (
          <p className="p-2.5 text-ink-3">Nobody is called that.</p>
        ) : null}
      </fieldset>
      <Field label="A word to them" optional>
        <Input value={comment} maxLength={4000} onChange={(event) => setComment(event.target.value)} />
      </Field>
    </DecisionDialog>
  );
}

function DecisionDialog({
  title,
  action,
  isDanger,
  request,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  action: string;
  isDanger?: boolean;
  request: SignOffRequest;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={request.title}
      width={480}
      onSubmit={onSubmit}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant={isDanger ? "danger" : "primary"} kbd="mod+Enter">
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">{children}</div>
    </Dialog>
  );
}
