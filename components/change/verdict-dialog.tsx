"use client";

import { useState } from "react";
import { ApiError } from "@/components/query/client";
import { deleteLink, putVerdict } from "@/components/query/incident-changes";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import { VERDICT_WORDS, type Verdict } from "@/domain/change/kinds";
import type { ChangeSummary } from "@/domain/change/schema";

/** What is about to be said of a change; null takes the link away. */
export interface VerdictDraft {
  change: ChangeSummary;
  verdict: Verdict | null;
  /** The link as it was shown; null where there was none. */
  link: IncidentChange | null;
  /** The machine's, where the verdict is given from the list of suspects. */
  probability: number | null;
}

const ACTIONS: Record<Verdict, string> = {
  cause: "Name it the cause",
  contributing: "Name it contributing",
  suspect: "Suspect it",
  cleared: "Clear it",
};
const ASKS: Record<Verdict, string> = {
  cause: "Why this change caused the incident",
  contributing: "What it contributed",
  suspect: "What speaks for it",
  cleared: "Why it did nothing",
};

/** Asks why. Somebody else's verdict that came in between is shown, and what was typed stays. */
export default function VerdictDialog({
  draft,
  workspace,
  number,
  readLink,
  onDone,
  onClose,
}: {
  draft: VerdictDraft;
  workspace: string;
  number: number;
  /** What is linked now, after somebody else was faster. */
  readLink: (changeId: string) => Promise<IncidentChange | null>;
  onDone: (verdict: Verdict | null, link: IncidentChange | null) => void;
  onClose: () => void;
}) {
  const { change, verdict } = draft;
  const [reason, setReason] = useState(draft.link?.verdict === verdict ? (draft.link.reason ?? "") : "");
  const [link, setLink] = useState(draft.link);
  const [theirs, setTheirs] = useState<IncidentChange | "gone" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const isOptional = verdict === null || verdict === "suspect";

  const send = async () => {
    if (sending) return;
    if (!isOptional && reason.trim() === "")
      return setProblem("Say why: it stands in the record with the verdict.");
    setSending(true);
    setProblem(null);
    const reference = { workspace, number, changeId: change.id };
    try {
      if (verdict !== null) {
        const input = { verdict, reason: reason.trim() || null, probability: draft.probability };
        onDone(verdict, await putVerdict(reference, input, link?.version));
      } else {
        if (link !== null) await deleteLink(reference, link.version, reason.trim());
        onDone(null, null);
      }
      onClose();
    } catch (error) {
      const isLate = error instanceof ApiError && (error.status === 412 || error.status === 404);
      const found = isLate ? await readLink(change.id).catch(() => null) : null;
      if (isLate) {
        setLink(found);
        setTheirs(found ?? "gone");
      } else setProblem(error instanceof Error ? error.message : "It could not be saved.");
    } finally {
      setSending(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={verdict === null ? "Unlink" : VERDICT_WORDS[verdict]}
      description={change.ref === null ? change.title : `${change.title} (${change.ref})`}
      onSubmit={() => void send()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" kbd="mod+Enter" aria-disabled={sending || undefined}>
            {sending ? "Saving" : verdict === null ? "Unlink" : ACTIONS[verdict]}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {theirs !== null ? <Theirs theirs={theirs} /> : null}
        <Field
          label={verdict === null ? "Why it should not be linked" : ASKS[verdict]}
          optional={isOptional}
          error={problem}
          hint="Stands in the timeline and in the change’s history, with your name."
        >
          <Textarea rows={3} autoFocus value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

function Theirs({ theirs }: { theirs: IncidentChange | "gone" }) {
  return (
    <div role="alert" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2 text-warn">
      <p className="font-medium">
        {theirs === "gone"
          ? "Somebody unlinked this change meanwhile."
          : `Meanwhile ${theirs.statedBy} gave the verdict "${VERDICT_WORDS[theirs.verdict].toLowerCase()}".`}
      </p>
      {theirs !== "gone" && theirs.reason ? <p className="break-words">{theirs.reason}</p> : null}
      <p className="text-small">
        What you typed is kept. Send it again to add yours on top; theirs stays in the history.
      </p>
    </div>
  );
}
