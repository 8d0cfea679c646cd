"use client";

import { useState } from "react";
import { Field, Textarea } from "@/components/ui/field";
import type { Incident } from "@/domain/incident/schema";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { TimeField } from "./time-field";
import { isoOf, NO_TIME } from "./typed-time";

/** A line of the timeline, now or at the time it is about. */
export function NoteDialog({
  incident,
  api,
  zone,
  onSaved,
  onClose,
}: {
  incident: Incident;
  api: IncidentApi;
  zone: string;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
}) {
  const [body, setBody] = useState("");
  const [time, setTime] = useState(NO_TIME);
  const problems = {
    ...(body.trim() === "" ? { body: "Write what happened." } : {}),
    ...(time.reason ? { at: time.reason } : {}),
  };
  return (
    <EditDialog
      title="Add note"
      action="Add note"
      incident={incident}
      api={api}
      fields={["body", "at"]}
      problems={problems}
      send={() => api.note({ body, at: isoOf(time) ?? undefined })}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Note" error={errors.body}>
            <Textarea rows={4} autoFocus value={body} onChange={(event) => setBody(event.target.value)} />
          </Field>
          <TimeField
            label="At"
            placeholder="now"
            value={time}
            zone={zone}
            error={errors.at}
            onChange={setTime}
          />
        </>
      )}
    </EditDialog>
  );
}
