"use client";

import { useState } from "react";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field, Input } from "@/components/ui/field";
import { formatInstant } from "@/components/ui/time-format";
import { amountText, type ImpactAmount, parseAmount } from "@/domain/incident/quick-entry";
import type { Impact, Incident } from "@/domain/incident/schema";
import type { Service } from "@/domain/service/schema";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { TimeField } from "./time-field";
import { isoOf, NO_TIME, type TypedTime, typedFrom } from "./typed-time";

type ImpactDialogProps = {
  incident: Incident;
  api: IncidentApi;
  /** Null adds one. */
  impact: Impact | null;
  services: readonly Service[];
  zone: string;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
};

/** One service's part in an incident: how much of it was lost, from when to when. */
export function ImpactDialog({ incident, api, impact, services, zone, onSaved, onClose }: ImpactDialogProps) {
  const [service, setService] = useState<string | null>(impact?.service.slug ?? null);
  const merged = useMergedDraft(() => typedOf(impact, zone), {
    what: "this incident",
    labels: { amount: "Share lost", start: "From", end: "To" },
    textOf: (_, value) => (typeof value === "string" ? value.trim() : (isoOf(value) ?? value.text.trim())),
    wordsOf: (_, value) => wordsOf(value, zone),
  });
  const { draft, setDraft } = merged;
  const { amount, start, end } = draft;
  const read = parseAmount(amount.replace(/\s/g, ""));
  const problems = {
    ...(service === null ? { service: "Choose the service that was hit." } : {}),
    ...(read ? {} : { fraction: "Give major, partial, degraded, or a share such as 30 %." }),
    ...(start.reason ? { startedAt: start.reason } : {}),
    ...(end.reason ? { endedAt: end.reason } : {}),
  };

  const send = (version: number) => {
    const times = { startedAt: isoOf(start) ?? undefined, endedAt: isoOf(end) };
    if (impact) return api.editImpact(impact.id, { ...read, ...times }, version);
    return api.addImpact({ service: service ?? "", ...read, ...times }, version);
  };
  return (
    <EditDialog
      title={impact ? `Impact on ${impact.service.name}` : "Add impact"}
      action={impact ? "Save impact" : "Add impact"}
      incident={incident}
      api={api}
      width={480}
      fields={["service", "fraction", "level", "startedAt", "endedAt"]}
      problems={problems}
      send={send}
      merge={{
        ...merged,
        meet: (fresh, change) => {
          const stored = fresh.impacts.find((one) => one.id === impact?.id);
          // A new impact is in nobody's way, and one that is gone cannot be saved: the next answer says so.
          merged.meet(impact && stored ? typedOf(stored, zone) : draft, change);
        },
      }}
      onSaved={onSaved}
      onClose={onClose}
      extra={
        impact ? (
          <RemoveButton incident={incident} api={api} impact={impact} onSaved={onSaved} onClose={onClose} />
        ) : null
      }
    >
      {(errors) => (
        <div className="flex flex-col gap-3">
          {impact ? null : (
            <Field label="Service" error={errors.service}>
              <Combobox
                value={service}
                onChange={setService}
                placeholder="Find a service"
                options={services.map((one) => ({
                  value: one.slug,
                  label: one.name,
                  hint: `weight ${one.weight}`,
                }))}
              />
            </Field>
          )}
          <Field
            label="Share lost"
            hint="major, partial, degraded, or a share such as 30 %"
            error={errors.fraction ?? errors.level}
          >
            <Input
              value={amount}
              autoComplete="off"
              list="impact-amounts"
              onChange={(event) => setDraft({ ...draft, amount: event.target.value })}
            />
          </Field>
          <datalist id="impact-amounts">
            {["major", "partial", "degraded", "75 %", "50 %", "25 %", "10 %"].map((value) => (
              <option key={value} value={value} />
            ))}
          </datalist>
          <div className="grid gap-3 sm:grid-cols-2">
            <TimeField
              label="From"
              placeholder={impact ? "when it began" : "impact start of the incident"}
              value={start}
              zone={zone}
              error={errors.startedAt}
              onChange={(time) => setDraft({ ...draft, start: time })}
            />
            <TimeField
              label="To"
              placeholder="still going on"
              value={end}
              zone={zone}
              error={errors.endedAt}
              onChange={(time) => setDraft({ ...draft, end: time })}
            />
          </div>
        </div>
      )}
    </EditDialog>
  );
}

function amountOf(impact: Impact): ImpactAmount {
  return impact.level === null ? { fraction: impact.fraction } : { level: impact.level };
}

type TypedImpact = { amount: string; start: TypedTime; end: TypedTime };

function typedOf(impact: Impact | null, zone: string): TypedImpact {
  if (impact === null) return { amount: "major", start: NO_TIME, end: NO_TIME };
  return {
    amount: amountText(amountOf(impact)),
    start: typedFrom(impact.startedAt, zone),
    end: typedFrom(impact.endedAt, zone),
  };
}

function wordsOf(value: string | TypedTime, zone: string): string {
  if (typeof value === "string") return value;
  if (value.ms === null) return value.text || "still going on";
  return formatInstant(value.ms, zone, "datetime");
}

/** Asks once more on the button itself: an impact that is removed leaves the figures too. */
function RemoveButton({
  incident,
  api,
  impact,
  onSaved,
  onClose,
}: {
  incident: Incident;
  api: IncidentApi;
  impact: Impact;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
}) {
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async () => {
    if (!sure) return setSure(true);
    try {
      onSaved(await api.removeImpact(impact.id, incident.version));
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "It could not be removed.");
    }
  };
  return (
    <span className="mr-auto flex items-center gap-2">
      <Button variant="danger" onClick={remove}>
        {sure ? "Yes, remove it" : "Remove"}
      </Button>
      {problem ? (
        <span role="alert" className="text-small text-bad">
          {problem}
        </span>
      ) : null}
    </span>
  );
}
