"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { ConflictNote } from "@/components/form/conflict-note";
import { unchosen } from "@/components/form/use-merged-draft";
import { focusUnchosen, type Merge } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useViewerZone } from "@/components/ui/time";
import type { Incident } from "@/domain/incident/schema";
import { type IncidentApi, type Refusal, refusalOf } from "./incident-api";
import { withLocalTimes } from "./typed-time";

type EditDialogProps = {
  title: string;
  description?: ReactNode;
  action: string;
  incident: Incident;
  api: IncidentApi;
  width?: number;
  /** The fields of this dialog by the last part of their path ("endedAt"); other errors are said below. */
  fields: readonly string[];
  /** What keeps the form from being sent, by field; handed to the fields once she tried. */
  problems?: Problems;
  /** Sends the edit against a version. */
  send: (version: number) => Promise<Incident>;
  /** For an edit of what is there: takes a newer record together with what was typed. */
  merge?: Merge<Incident>;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
  extra?: ReactNode;
  children: (errors: Problems) => ReactNode;
};

type Problems = Partial<Record<string, string>>;

/**
 * A dialog that edits an incident. Who saved first wins the version; the other is shown both states and chooses, field
 * by field, with nothing she typed lost.
 */
export function EditDialog(props: EditDialogProps) {
  const { incident, onSaved, onClose } = props;
  const zone = useViewerZone();
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [asked, setAsked] = useState(false);
  const [fresh, setFresh] = useState<Incident | null>(null);
  const form = useRef<HTMLDivElement>(null);

  const send = async (version: number) => {
    if (sending) return;
    setSending(true);
    setRefusal(null);
    try {
      onSaved(await props.send(version));
      onClose();
    } catch (error) {
      const refused = refusalOf(error);
      const found = refused.status === 412 ? await props.api.read().catch(() => null) : null;
      if (found !== null) {
        setFresh(found);
        setAsked(false);
        props.merge?.meet(found, refused.changed);
      }
      setRefusal(found === null || props.merge === undefined ? refused : null);
    } finally {
      setSending(false);
    }
  };
  const problems = props.problems ?? {};
  const submit = () => {
    setAsked(true);
    if (unchosen(props.merge?.conflict ?? null).length > 0) focusUnchosen(form.current);
    else if (Object.keys(problems).length === 0) void send(fresh?.version ?? incident.version);
  };
  const refused: Problems = {};
  for (const { field, message } of refusal?.fields ?? []) {
    const name = field.split(".").at(-1) ?? field;
    if (props.fields.includes(name)) refused[name] = withLocalTimes(message, zone);
  }
  const isAtField = Object.keys(refused).length > 0;
  const errors: Problems = { ...(asked ? problems : {}), ...refused };
  const wrong = Object.keys(errors).join();
  useEffect(() => {
    if (wrong !== "") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [wrong]);
  const { conflict, choose } = props.merge ?? { conflict: null };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={props.title}
      description={props.description}
      width={props.width}
      onSubmit={submit}
      footer={
        <>
          {props.extra}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" kbd="mod+Enter" aria-disabled={sending || undefined}>
            {sending ? "Saving" : props.action}
          </Button>
        </>
      }
    >
      <div ref={form} className="flex flex-col gap-3">
        {conflict && choose ? <ConflictNote conflict={conflict} isAsked={asked} onChoose={choose} /> : null}
        {props.children(errors)}
        {refusal && !isAtField ? <RefusalNote refusal={refusal} zone={zone} /> : null}
      </div>
    </Dialog>
  );
}

function RefusalNote({ refusal, zone }: { refusal: Refusal; zone: string }) {
  return (
    <div role="alert" className="rounded-2 border border-bad-line bg-bad-soft px-3 py-2 text-bad">
      <p className="font-medium">Not saved. {withLocalTimes(refusal.message, zone)}</p>
      <p className="text-small">
        {refusal.requestId ? `Request ${refusal.requestId}. ` : ""}What you typed is kept.
      </p>
    </div>
  );
}
