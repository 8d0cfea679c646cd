"use client";

import { useState } from "react";
import { Checkbox, Field, Input } from "@/components/ui/field";
import type { Transition } from "@/domain/incident/lifecycle";
import type { Incident } from "@/domain/incident/schema";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { stepWords } from "./steps";
import { TimeField } from "./time-field";
import { isoOf, NO_TIME } from "./typed-time";

/** A step of the lifecycle at the time it happened, with a word about it. */
export function TransitionDialog({
  incident,
  api,
  transition,
  zone,
  onSaved,
  onClose,
}: {
  incident: Incident;
  api: IncidentApi;
  transition: Transition;
  zone: string;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
}) {
  const [time, setTime] = useState(NO_TIME);
  const [note, setNote] = useState("");
  const [continueImpact, setContinueImpact] = useState(true);
  const words = stepWords[transition];
  return (
    <EditDialog
      title={words.title}
      action={words.act}
      incident={incident}
      api={api}
      width={440}
      fields={["at", "note", ...(words.stamp ? [words.stamp] : [])]}
      problems={time.reason ? { at: time.reason } : {}}
      send={() =>
        api.move(transition, {
          at: isoOf(time) ?? undefined,
          note: note.trim() || undefined,
          ...(transition === "reopen" ? { continueImpact } : {}),
        })
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <TimeField
            label="When"
            placeholder="now"
            value={time}
            zone={zone}
            error={errors.at ?? errors[words.stamp ?? "at"]}
            onChange={setTime}
          />
          <Field label="Note" optional error={errors.note}>
            <Input value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
          {transition === "reopen" ? (
            <Checkbox
              label="The impacts that the resolution ended go on"
              checked={continueImpact}
              onChange={(event) => setContinueImpact(event.target.checked)}
            />
          ) : null}
        </>
      )}
    </EditDialog>
  );
}
