"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { putVerdict } from "@/components/query/incident-changes";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VERDICT_WORDS, type Verdict } from "@/domain/change/kinds";
import type { Change, IncidentChange } from "@/domain/change/schema";
import { VERDICT_ORDER } from "./verdict-words";

const WRITTEN = /^(?:#|INC-)?(\d{1,9})$/i;

/** Links the change to an incident by its number; where it is linked already, this is its next verdict. */
export default function VerdictIncidentDialog({
  change,
  workspace,
  onClose,
}: {
  change: Change;
  workspace: string;
  onClose: () => void;
}) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [verdict, setVerdict] = useState<Verdict>("suspect");
  const [reason, setReason] = useState("");
  const number = Number(WRITTEN.exec(typed.trim())?.[1] ?? 0);
  const [met, setMet] = useState<IncidentChange | null>(null);
  const known = met ?? change.incidents.find(({ incident }) => incident.number === number) ?? null;
  const check = () => ({
    ...(number === 0 ? { incident: "Give the incident's number, such as 42 or INC-42." } : {}),
    ...(verdict !== "suspect" && reason.trim() === ""
      ? { reason: "Say why: it stands in the record with the verdict." }
      : {}),
  });
  return (
    <FormDialog<IncidentChange>
      title="Link to an incident"
      description={change.title}
      action={known === null ? "Link" : "Give verdict"}
      version={known?.version}
      fields={["incident", "verdict", "reason"]}
      check={check}
      send={() =>
        putVerdict(
          { workspace, number, changeId: change.id },
          { verdict, reason: reason.trim() || null },
          known?.version,
        )
      }
      readStored={async () => {
        const { changes } = await request<{ changes: IncidentChange[] }>(`/incidents/${number}/changes`, {
          workspace,
        });
        const stored = changes.find((one) => one.change.id === change.id);
        if (stored === undefined) throw new Error("The change was unlinked meanwhile. Send it again.");
        return stored;
      }}
      merge={{ conflict: null, choose: () => {}, meet: setMet }}
      onSaved={() => {
        toast({ title: `Linked to #${number}: ${VERDICT_WORDS[verdict].toLowerCase()}`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {known !== null ? (
            <p className="text-ink-2">
              It is linked to #{number} with the verdict “{VERDICT_WORDS[known.verdict].toLowerCase()}” of{" "}
              {known.statedBy}. Yours is added on top.
            </p>
          ) : null}
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Incident" error={errors.incident}>
              <Input
                autoFocus
                autoComplete="off"
                placeholder="42 or INC-42"
                value={typed}
                onChange={(event) => {
                  setTyped(event.target.value);
                  setMet(null);
                }}
              />
            </Field>
            <Field label="Verdict" error={errors.verdict}>
              <Select
                value={verdict}
                onChange={({ target }) =>
                  setVerdict(VERDICT_ORDER.find((one) => one === target.value) ?? "suspect")
                }
                options={VERDICT_ORDER.map((value) => ({ value, label: VERDICT_WORDS[value] }))}
              />
            </Field>
          </div>
          <Field label="Why" optional={verdict === "suspect"} error={errors.reason}>
            <Textarea
              rows={3}
              maxLength={4000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
