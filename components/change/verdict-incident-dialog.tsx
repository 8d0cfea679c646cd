"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { putVerdict } from "@/components/query/incident-changes";
import { useIncidentSearch } from "@/components/shell/incident-search";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import { VERDICT_WORDS, type Verdict } from "@/domain/change/kinds";
import type { Change } from "@/domain/change/schema";
import { VERDICT_ORDER } from "./verdict-words";

const WRITTEN = /^(?:#|INC-)?(\d{1,9})$/i;

/** Links the change to an incident by its number, or one found by words of its title; where it is linked already, this is its next verdict. */
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
  const { found } = useIncidentSearch(workspace, typed);
  const [met, setMet] = useState<IncidentChange | null>(null);
  const known = met ?? change.incidents.find(({ incident }) => incident.number === number) ?? null;
  const choose = (text: string) => {
    setTyped(text);
    setMet(null);
  };
  const check = () => ({
    ...(number === 0
      ? { incident: "Give the incident’s number, such as 42, or choose one that is found." }
      : {}),
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
          <Field
            label="Incident"
            hint={found.find((one) => one.number === number)?.title}
            error={errors.incident}
          >
            <Input
              autoFocus
              autoComplete="off"
              placeholder="42, INC-42 or words of its title"
              value={typed}
              onChange={(event) => choose(event.target.value)}
            />
          </Field>
          {number === 0 && found.length > 0 ? (
            <ul aria-label="Incidents found" className="-mt-2 flex flex-col">
              {found.map((incident) => (
                <li key={incident.number}>
                  <button
                    type="button"
                    onClick={() => choose(`INC-${incident.number}`)}
                    className="flex w-full items-baseline gap-2 rounded-2 px-2.5 py-1.5 text-left hover:bg-surface-2 touch:min-h-10"
                  >
                    <span className="min-w-0 flex-1 truncate">{incident.title}</span>
                    <Time
                      at={incident.impactStartedAt}
                      format="date"
                      className="text-small whitespace-nowrap text-ink-3"
                    />
                    <span className="text-small text-ink-3">INC-{incident.number}</span>
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <Field label="Verdict" error={errors.verdict}>
            <Select
              value={verdict}
              onChange={({ target }) =>
                setVerdict(VERDICT_ORDER.find((one) => one === target.value) ?? "suspect")
              }
              options={VERDICT_ORDER.map((value) => ({ value, label: VERDICT_WORDS[value] }))}
            />
          </Field>
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
