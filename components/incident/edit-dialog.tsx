"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useViewerZone } from "@/components/ui/time";
import type { Incident } from "@/domain/incident/schema";
import { type IncidentApi, type Refusal, refusalOf } from "./incident-api";
import { withLocalTimes } from "./typed-time";

/** One field in which what I typed and what somebody else saved meanwhile differ, ready to read. */
type Difference = { label: string; mine: string; theirs: string };

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
  /** Where the edit and a newer record differ. */
  differences: (fresh: Incident) => Difference[];
  onSaved: (incident: Incident) => void;
  onClose: () => void;
  extra?: ReactNode;
  children: (errors: Problems) => ReactNode;
};

type Problems = Partial<Record<string, string>>;

/**
 * A dialog that edits an incident. Who saved first wins the version; the other is shown both states and chooses,
 * with nothing she typed lost.
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
      if (refused.status === 412) setFresh(await props.api.read().catch(() => null));
      else setFresh(null);
      setRefusal(refused);
    } finally {
      setSending(false);
    }
  };
  const problems = props.problems ?? {};
  const submit = () => {
    setAsked(true);
    if (Object.keys(problems).length === 0) void send(fresh?.version ?? incident.version);
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
  const differences = fresh ? props.differences(fresh) : [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={props.title}
      description={props.description}
      width={props.width}
      onSubmit={submit}
      footer={
        fresh ? (
          <>
            <Button
              onClick={() => {
                onSaved(fresh);
                onClose();
              }}
            >
              Take theirs
            </Button>
            <Button variant="primary" type="submit" kbd="mod+Enter">
              Keep mine
            </Button>
          </>
        ) : (
          <>
            {props.extra}
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" kbd="mod+Enter" aria-disabled={sending || undefined}>
              {sending ? "Saving" : props.action}
            </Button>
          </>
        )
      }
    >
      <div ref={form} className="flex flex-col gap-3">
        {fresh ? <Conflict differences={differences} /> : null}
        {props.children(errors)}
        {refusal && !fresh && !isAtField ? <RefusalNote refusal={refusal} zone={zone} /> : null}
      </div>
    </Dialog>
  );
}

function Conflict({ differences }: { differences: Difference[] }) {
  return (
    <div role="alert" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2">
      <p className="font-medium text-warn">Somebody changed this incident while you were editing it.</p>
      {differences.length === 0 ? (
        <p>They changed nothing that you did. Keep yours to save it on top of theirs.</p>
      ) : (
        <table className="mt-1.5 w-full text-left">
          <thead className="text-small text-ink-2">
            <tr>
              <th className="py-0.5 pr-3 font-medium">Field</th>
              <th className="w-2/5 py-0.5 pr-3 font-medium">Yours</th>
              <th className="w-2/5 py-0.5 font-medium">Theirs</th>
            </tr>
          </thead>
          <tbody>
            {differences.map((one) => (
              <tr key={one.label} className="align-top">
                <td className="py-0.5 pr-3 text-ink-2">{one.label}</td>
                <td className="py-0.5 pr-3 break-words">{one.mine}</td>
                <td className="py-0.5">{one.theirs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
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
