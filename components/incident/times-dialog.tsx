"use client";

import { useState } from "react";
import { formatInstant } from "@/components/ui/time-format";
import type { Incident, IncidentEdit } from "@/domain/incident/schema";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { TimeField } from "./time-field";
import { isoOf, type TypedTime, typedFrom } from "./typed-time";

const STAMPS = [
  { key: "impactStartedAt", label: "Impact start" },
  { key: "detectedAt", label: "Detected" },
  { key: "declaredAt", label: "Declared" },
  { key: "acknowledgedAt", label: "Acknowledged" },
  { key: "mitigatedAt", label: "Mitigated" },
  { key: "resolvedAt", label: "Resolved" },
] as const;
type StampKey = (typeof STAMPS)[number]["key"];

type DialogProps = {
  incident: Incident;
  api: IncidentApi;
  zone: string;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
};

/** Every stamp of the incident, correctable; what was there before stays in the timeline. */
export function TimesDialog({ incident, api, zone, onSaved, onClose }: DialogProps) {
  const [times, setTimes] = useState(() => timesOf(incident, zone));
  const changed = STAMPS.filter(({ key }) => isoOf(times[key]) !== (incident[key] && normal(incident[key])));
  const problems = Object.fromEntries(
    STAMPS.flatMap(({ key }) => {
      const problem = problemOf(key, times[key]);
      return problem ? [[key, problem]] : [];
    }),
  );
  const edit: IncidentEdit = Object.fromEntries(changed.map(({ key }) => [key, isoOf(times[key])]));
  const shown = (iso: string | null) =>
    iso === null ? "not set" : formatInstant(Date.parse(iso), zone, "datetime");
  return (
    <EditDialog
      title="Edit times"
      description="Type a time as you would say it. The timeline keeps what stood here before."
      action="Save times"
      incident={incident}
      width={640}
      api={api}
      fields={STAMPS.map(({ key }) => key)}
      problems={problems}
      send={(version) => api.edit(edit, version)}
      differences={(fresh) =>
        changed
          .filter(({ key }) => fresh[key] !== incident[key])
          .map(({ key, label }) => ({ label, mine: shown(isoOf(times[key])), theirs: shown(fresh[key]) }))
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      {(errors) => (
        <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
          {STAMPS.map(({ key, label }) => (
            <TimeField
              key={key}
              label={label}
              value={times[key]}
              zone={zone}
              placeholder={key === "impactStartedAt" ? "when it began" : "not yet"}
              error={errors[key]}
              onChange={(time) => setTimes({ ...times, [key]: time })}
            />
          ))}
        </div>
      )}
    </EditDialog>
  );
}

function timesOf(incident: Incident, zone: string): Record<StampKey, TypedTime> {
  return {
    impactStartedAt: typedFrom(incident.impactStartedAt, zone),
    detectedAt: typedFrom(incident.detectedAt, zone),
    declaredAt: typedFrom(incident.declaredAt, zone),
    acknowledgedAt: typedFrom(incident.acknowledgedAt, zone),
    mitigatedAt: typedFrom(incident.mitigatedAt, zone),
    resolvedAt: typedFrom(incident.resolvedAt, zone),
  };
}

function normal(iso: string): string {
  return new Date(iso).toISOString();
}

function problemOf(key: StampKey, time: TypedTime): string | undefined {
  if (key === "impactStartedAt" && time.text.trim() === "")
    return "An incident needs the start of its impact.";
  return time.text.trim() !== "" && time.ms === null ? (time.reason ?? "Not understood.") : undefined;
}
