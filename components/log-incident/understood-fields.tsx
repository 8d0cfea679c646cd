"use client";

import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { CauseSwatch } from "@/components/cause/cause-swatch";
import { BLAST_TONES, listText, percentText } from "@/components/incident/format";
import { readingParts } from "@/components/incident/time-field";
import { readTypedTime } from "@/components/incident/typed-time";
import { Chip } from "@/components/ui/chip";
import { Input, Select } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { CAUSE_KINDS, causeEntry } from "@/domain/cause/kinds";
import { amountText, type ImpactAmount, parseAmount } from "@/domain/incident/quick-entry";
import { SEVERITIES } from "@/domain/incident/severity";
import type { Service } from "@/domain/service/schema";
import type { Workspace } from "@/domain/workspace/schema";
import { fractionOf, previewBlast } from "./blast-preview";
import { type Draft, removeImpact, setCause, setImpact, setSeverity, setTime } from "./draft";
import type { LogForm } from "./use-log-form";

type Levels = Workspace["levelFractions"];

/** The fields that are enough to log, each showing what the line was understood as, and each editable. */
export function UnderstoodFields({
  form,
  services,
  levels,
  zone,
}: {
  form: LogForm;
  services: readonly Service[];
  levels: Levels;
  zone: string;
}) {
  const { draft, shown, update } = form;
  return (
    <div className="grid gap-x-3 gap-y-1 py-2 sm:grid-cols-[104px_minmax(0,1fr)] sm:items-start">
      <Row label="Severity" error={shown.severity}>
        <Segmented
          label="Severity"
          size="sm"
          value={draft.severity}
          onChange={(severity) => update(setSeverity(draft, severity))}
          options={SEVERITIES.map((value) => ({ value, label: value === "unknown" ? "Unknown" : value }))}
        />
      </Row>
      <Row label="Services" error={shown.impacts}>
        {draft.impacts.map(({ service, amount }) => (
          <ServiceChip
            key={service}
            name={services.find((one) => one.slug === service)?.name ?? service}
            amount={amount}
            levels={levels}
            onAmount={(next) => update(setImpact(draft, service, next))}
            onRemove={() => update(removeImpact(draft, service))}
          />
        ))}
        <ServiceSelect
          services={services.filter((one) => !draft.impacts.some((impact) => impact.service === one.slug))}
          onAdd={(slug) => update(setImpact(draft, slug, { level: "major" }))}
        />
      </Row>
      <StartRow draft={draft} zone={zone} error={shown.impactStartedAt} update={update} />
      <Row label="Cause" error={shown.cause}>
        {draft.cause ? <CauseSwatch kind={draft.cause} status={draft.causeStatus} /> : null}
        <Select
          aria-label="Cause"
          className="sm:!h-7"
          value={draft.cause ?? ""}
          onChange={(event) => update(setCause(draft, event.target.value || null))}
          options={[
            { value: "", label: "not yet" },
            ...CAUSE_KINDS.map((entry) => ({ value: entry.kind, label: causeEntry(entry.kind).name })),
          ]}
        />
        <span className="text-small text-ink-3">
          {draft.cause ? draft.causeStatus : "add with #, later is fine"}
        </span>
      </Row>
      <Row label="Blast radius">
        <BlastLine draft={draft} services={services} levels={levels} />
      </Row>
    </div>
  );
}

function Row({ label, error, children }: { label: string; error?: string; children: ReactNode }) {
  return (
    <>
      <div className="text-small text-ink-3 sm:pt-[9px] max-sm:pt-2">{label}</div>
      <div className="min-w-0">
        <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1.5">{children}</div>
        {error ? (
          <p role="alert" className="pb-1 text-small text-bad">
            {error}
          </p>
        ) : null}
      </div>
    </>
  );
}

const STEPS = ["90 %", "75 %", "50 %", "25 %", "10 %"];

function ServiceChip({
  name,
  amount,
  levels,
  onAmount,
  onRemove,
}: {
  name: string;
  amount: ImpactAmount;
  levels: Levels;
  onAmount: (amount: ImpactAmount) => void;
  onRemove: () => void;
}) {
  const value = amountText(amount);
  const steps = STEPS.includes(value) || "level" in amount ? STEPS : [value, ...STEPS];
  return (
    <span className="inline-flex h-7 max-w-full items-center rounded-1 border border-line-strong bg-surface pl-1.5 max-sm:h-10">
      <span className="truncate">{name}</span>
      <select
        aria-label={`Share of ${name} lost`}
        value={value}
        onChange={(event) => onAmount(parseAmount(event.target.value.replace(" ", "")) ?? amount)}
        className="mx-1 h-full max-w-36 appearance-none rounded-1 bg-transparent px-0.5 font-medium text-ink-2 field-sizing-content hover:text-ink focus-visible:-outline-offset-2"
      >
        {(["major", "partial", "degraded"] as const).map((level) => (
          <option key={level} value={level}>
            {level}, {percentText(fractionOf({ level }, levels))}
          </option>
        ))}
        {steps.map((step) => (
          <option key={step} value={step}>
            {step}
          </option>
        ))}
      </select>
      <button
        type="button"
        aria-label={`Remove ${name}`}
        onClick={onRemove}
        className="flex h-full w-6 items-center justify-center rounded-1 text-ink-3 hover:text-ink focus-visible:-outline-offset-2 max-sm:w-10"
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}

/** For a hand on the mouse; the keyboard's way is @ in the line. */
function ServiceSelect({ services, onAdd }: { services: readonly Service[]; onAdd: (slug: string) => void }) {
  if (services.length === 0) return <span className="text-small text-ink-3">no other service</span>;
  return (
    <select
      aria-label="Add a service"
      value=""
      onChange={(event) => event.target.value && onAdd(event.target.value)}
      className="h-7 w-32 appearance-none rounded-2 border border-dashed border-control bg-transparent px-2 text-small text-ink-2 hover:text-ink max-sm:h-10 max-sm:w-full max-sm:text-[16px]"
    >
      <option value="">add, or type @</option>
      {services.map((service) => (
        <option key={service.slug} value={service.slug}>
          {service.name}
        </option>
      ))}
    </select>
  );
}

function StartRow({
  draft,
  zone,
  error,
  update,
}: {
  draft: Draft;
  zone: string;
  error?: string;
  update: (draft: Draft) => void;
}) {
  const id = useId();
  const time = draft.times.impactStartedAt;
  const parts = time.ms === null ? null : readingParts(time.ms, zone, Date.now());
  const problem = error ?? (time.text.trim() === "" ? undefined : (time.reason ?? undefined));
  return (
    <Row label="Impact start">
      <Input
        aria-label="Impact start"
        aria-describedby={id}
        aria-invalid={problem ? true : undefined}
        value={time.text}
        placeholder="now"
        autoComplete="off"
        spellCheck={false}
        className="sm:!h-7 sm:!w-44"
        onChange={(event) =>
          update(
            setTime(draft, "impactStartedAt", readTypedTime(event.target.value, { nowMs: Date.now(), zone })),
          )
        }
      />
      <span id={id} aria-live="polite" className="text-ink-3">
        {parts ? (
          <>
            <b className="font-semibold text-ink">{parts.local}</b> {parts.rest.join(" · ")}
          </>
        ) : problem ? (
          <span className="text-small text-bad">{problem}</span>
        ) : (
          "the moment you log it"
        )}
      </span>
    </Row>
  );
}

function BlastLine({
  draft,
  services,
  levels,
}: {
  draft: Draft;
  services: readonly Service[];
  levels: Levels;
}) {
  const preview = previewBlast(draft.impacts, services, levels);
  if (!preview) return <span className="text-ink-3">known once a service is named</span>;
  const { dependants } = preview;
  const verb = dependants.length === 1 ? "depends" : "depend";
  const these = draft.impacts.length === 1 ? "it" : "these";
  return (
    <>
      <span>
        <b className="font-semibold">{percentText(preview.observedRatio)}</b> so far
      </span>
      <Chip tone={BLAST_TONES[preview.class]}>{preview.class}</Chip>
      <span className="text-ink-3">
        predicted {percentText(preview.predictedRatio)}
        {dependants.length > 0 ? `: ${listText(dependants)} ${verb} on ${these}` : ""}
      </span>
    </>
  );
}
