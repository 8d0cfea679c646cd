"use client";

import { useMergedDraft } from "@/components/form/use-merged-draft";
import { formatInstant } from "@/components/ui/time-format";
import type { Incident, IncidentEdit } from "@/domain/incident/schema";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { TimeField } from "./time-field";
import { isoOf, type TypedTime, typedFrom } from "./typed-time";

type StampKey =
  | "impactStartedAt"
  | "detectedAt"
  | "declaredAt"
  | "acknowledgedAt"
  | "mitigatedAt"
  | "resolvedAt";

const LABELS: Record<StampKey, string> = {
  impactStartedAt: "Impact start",
  detectedAt: "Detected",
  declaredAt: "Declared",
  acknowledgedAt: "Acknowledged",
  mitigatedAt: "Mitigated",
  resolvedAt: "Resolved",
};
const STAMPS = (Object.keys(LABELS) as StampKey[]).map((key) => ({ key, label: LABELS[key] }));

type DialogProps = {
  incident: Incident;
  api: IncidentApi;
  zone: string;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
};

/** Every stamp of the incident, correctable; what was there before stays in the timeline. */
export function TimesDialog({ incident, api, zone, onSaved, onClose }: DialogProps) {
  const shown = (time: TypedTime) =>
    time.ms === null ? time.text || "not set" : formatInstant(time.ms, zone, "datetime");
  const merged = useMergedDraft(() => timesOf(incident, zone), {
    what: "this incident",
    labels: LABELS,
    textOf: (_, time) => isoOf(time) ?? time.text.trim(),
    wordsOf: (_, time) => shown(time),
  });
  const { draft: times, opened, setDraft: setTimes } = merged;
  const changed = STAMPS.filter(({ key }) => isoOf(times[key]) !== isoOf(opened[key]));
  const problems = Object.fromEntries(
    STAMPS.flatMap(({ key }) => {
      const problem = problemOf(key, times[key]);
      return problem ? [[key, problem]] : [];
    }),
  );
  const edit: IncidentEdit = Object.fromEntries(changed.map(({ key }) => [key, isoOf(times[key])]));
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
      merge={{ ...merged, meet: (fresh, change) => merged.meet(timesOf(fresh, zone), change) }}
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

function problemOf(key: StampKey, time: TypedTime): string | undefined {
  if (key === "impactStartedAt" && time.text.trim() === "")
    return "An incident needs the start of its impact.";
  return time.text.trim() !== "" && time.ms === null ? (time.reason ?? "Not understood.") : undefined;
}
