"use client";

import { type FormWords, useMergedDraft } from "@/components/form/use-merged-draft";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import type { Incident, IncidentEdit } from "@/domain/incident/schema";
import { parseSeverity, SEVERITIES } from "@/domain/incident/severity";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { readNumber, readRegions } from "./typed-number";

type Details = {
  title: string;
  severity: string;
  summary: string;
  regions: string;
  customers: string;
  orders: string;
  revenue: string;
  currency: string;
};

const FIELDS = [
  "title",
  "severity",
  "summary",
  "regions",
  "customersAffectedRatio",
  "ordersLost",
  "revenueLost",
  "currency",
];

const LABELS = {
  title: "Title",
  severity: "Severity",
  summary: "Summary",
  regions: "Regions",
  customers: "Customers affected, %",
  orders: "Orders lost",
  revenue: "Revenue lost",
  currency: "Currency",
};
const WORDS: FormWords<Details> = { what: "this incident", labels: LABELS };

/** Title, severity, summary and the entries of the blast radius. Only what changed is sent. */
export function DetailsDialog({
  incident,
  api,
  onSaved,
  onClose,
}: {
  incident: Incident;
  api: IncidentApi;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
}) {
  const merged = useMergedDraft(() => detailsOf(incident), WORDS);
  const { draft: details, opened, setDraft: setDetails } = merged;
  const changed = (Object.keys(LABELS) as (keyof Details)[]).filter((key) => details[key] !== opened[key]);
  const problems = problemsOf(details);
  const field = (key: keyof Details) => ({
    value: details[key],
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => setDetails({ ...details, [key]: event.target.value }),
  });
  return (
    <EditDialog
      title="Edit details"
      action="Save details"
      incident={incident}
      api={api}
      width={640}
      fields={FIELDS}
      problems={problems}
      send={(version) => api.edit(editOf(details, changed), version)}
      merge={{ ...merged, meet: (fresh, change) => merged.meet(detailsOf(fresh), change) }}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(errors) => (
        <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
          <Field label="Title" error={errors.title} className="sm:col-span-2">
            <Input autoFocus maxLength={300} {...field("title")} />
          </Field>
          <Field label="Severity" error={errors.severity}>
            <Select
              {...field("severity")}
              options={SEVERITIES.map((value) => ({ value, label: value === "unknown" ? "Unknown" : value }))}
            />
          </Field>
          <Field label="Regions" hint="separated by commas" error={errors.regions}>
            <Input {...field("regions")} />
          </Field>
          <Field label={LABELS.customers} error={errors.customersAffectedRatio ?? errors.customers}>
            <Input inputMode="decimal" {...field("customers")} />
          </Field>
          <Field label={LABELS.orders} error={errors.ordersLost ?? errors.orders}>
            <Input inputMode="numeric" {...field("orders")} />
          </Field>
          <Field label={LABELS.revenue} error={errors.revenueLost ?? errors.revenue}>
            <Input inputMode="decimal" {...field("revenue")} />
          </Field>
          <Field label={LABELS.currency} error={errors.currency}>
            <Input maxLength={3} placeholder="USD" {...field("currency")} />
          </Field>
          <Field label="Summary" error={errors.summary} className="sm:col-span-2">
            <Textarea {...field("summary")} />
          </Field>
        </div>
      )}
    </EditDialog>
  );
}

function detailsOf(incident: Incident): Details {
  const radius = incident.blastRadius;
  const percent = radius.customersAffectedRatio;
  return {
    title: incident.title,
    severity: incident.severity,
    summary: incident.summary ?? "",
    regions: radius.regions.join(", "),
    customers: percent === null ? "" : String(Number((percent * 100).toFixed(6))),
    orders: radius.ordersLost === null ? "" : String(radius.ordersLost),
    revenue: radius.revenueLost === null ? "" : String(radius.revenueLost),
    currency: radius.currency ?? "",
  };
}

function problemsOf(details: Details): Partial<Details> {
  const problems: Partial<Details> = {};
  const customers = readNumber(details.customers);
  if (details.title.trim() === "") problems.title = "Give it a title.";
  if (customers === undefined || (customers ?? 0) > 100) problems.customers = "Give 0 to 100 %.";
  const orders = readNumber(details.orders);
  if (orders === undefined || !Number.isInteger(orders ?? 0)) problems.orders = "Give a whole number.";
  if (readNumber(details.revenue) === undefined) problems.revenue = "Give an amount.";
  if (!/^([A-Za-z]{3})?$/.test(details.currency.trim()))
    problems.currency = "A currency is its three letters, such as USD.";
  return problems;
}

function editOf(details: Details, changed: readonly (keyof Details)[]): IncidentEdit {
  const percent = readNumber(details.customers) ?? null;
  const all: Record<keyof Details, IncidentEdit> = {
    title: { title: details.title.trim() },
    severity: { severity: parseSeverity(details.severity) ?? "unknown" },
    summary: { summary: details.summary.trim() || null },
    regions: { regions: readRegions(details.regions) },
    customers: { customersAffectedRatio: percent === null ? null : percent / 100 },
    orders: { ordersLost: readNumber(details.orders) ?? null },
    revenue: { revenueLost: readNumber(details.revenue) ?? null },
    currency: { currency: details.currency.trim().toUpperCase() || null },
  };
  return Object.assign({}, ...changed.map((key) => all[key]));
}
