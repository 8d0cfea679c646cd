"use client";

import { useState } from "react";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { currentCauses } from "@/domain/cause/current";
import {
  CAUSE_KINDS,
  CAUSE_ROLES,
  CAUSE_STATUSES,
  type CauseRole,
  type CauseStatus,
  causeEntry,
  isAiCause,
} from "@/domain/cause/kinds";
import type { CauseInput } from "@/domain/cause/schema";
import type { Incident } from "@/domain/incident/schema";
import { AiFields, type AiValues } from "./ai-fields";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { TimeField } from "./time-field";
import { isoOf, NO_TIME, type TypedTime } from "./typed-time";

type Statement = AiValues & {
  kind: string;
  role: CauseRole;
  status: CauseStatus;
  note: string;
  source: string;
  sourceUrl: string;
  statedBy: string;
  statedAt: TypedTime;
};

const FIELDS = [
  "kind",
  "role",
  "status",
  "aiRole",
  "tool",
  "permissions",
  "claim",
  "note",
  "source",
  "sourceUrl",
  "statedBy",
  "statedAt",
];

/** A further statement about a cause. The ones before it stay, each with who said it, when, and where. */
export function ReviseDialog({
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
  const [statement, setStatement] = useState<Statement>(() => startFrom(incident));
  const patch = (some: Partial<Statement>) => setStatement((now) => ({ ...now, ...some }));
  const known = incident.causes
    .map((cause) => cause.kind)
    .filter((kind, at, all) => all.indexOf(kind) === at);
  const others = CAUSE_KINDS.map((entry) => entry.kind as string).filter((kind) => !known.includes(kind));
  return (
    <EditDialog
      title={incident.causes.length === 0 ? "State a cause" : "Revise causes"}
      description="This adds a statement; what was said before stays in the history."
      action="Add statement"
      incident={incident}
      api={api}
      width={640}
      fields={FIELDS}
      problems={statement.statedAt.reason ? { statedAt: statement.statedAt.reason } : {}}
      send={() => api.reviseCause(inputOf(statement))}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(errors) => (
        <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
          <Field label="Cause" error={errors.kind} className="sm:col-span-2">
            <Select
              autoFocus
              value={statement.kind}
              onChange={(event) => patch({ kind: event.target.value })}
              options={[...known, ...others].map((kind) => ({ value: kind, label: causeEntry(kind).name }))}
            />
          </Field>
          <Field label="Role" error={errors.role}>
            <Select
              value={statement.role}
              onChange={(event) =>
                patch({ role: CAUSE_ROLES.find((role) => role === event.target.value) ?? "primary" })
              }
              options={[
                { value: "primary", label: "Primary: takes the minutes" },
                { value: "contributing", label: "Contributing" },
              ]}
            />
          </Field>
          <Field label="Status" error={errors.status}>
            <Select
              value={statement.status}
              onChange={(event) =>
                patch({
                  status: CAUSE_STATUSES.find((status) => status === event.target.value) ?? "suspected",
                })
              }
              options={[
                { value: "suspected", label: "Suspected" },
                { value: "confirmed", label: "Confirmed" },
                { value: "disputed", label: "Disputed" },
                { value: "ruled-out", label: "Ruled out" },
              ]}
            />
          </Field>
          {isAiCause(statement.kind) ? <AiFields value={statement} onChange={patch} errors={errors} /> : null}
          <Field label="What is said" error={errors.note} className="sm:col-span-2">
            <Textarea value={statement.note} onChange={(event) => patch({ note: event.target.value })} />
          </Field>
          <Field label="Said by" hint="you, when left empty" error={errors.statedBy}>
            <Input value={statement.statedBy} onChange={(event) => patch({ statedBy: event.target.value })} />
          </Field>
          <TimeField
            label="Said when"
            placeholder="now"
            value={statement.statedAt}
            zone={zone}
            error={errors.statedAt}
            onChange={(statedAt) => patch({ statedAt })}
          />
          <Field label="Source" hint="a statement, a report, a trace" error={errors.source}>
            <Input value={statement.source} onChange={(event) => patch({ source: event.target.value })} />
          </Field>
          <Field label="Its address" error={errors.sourceUrl}>
            <Input
              type="url"
              inputMode="url"
              placeholder="https://"
              value={statement.sourceUrl}
              onChange={(event) => patch({ sourceUrl: event.target.value })}
            />
          </Field>
        </div>
      )}
    </EditDialog>
  );
}

/** Begins with what stands as the primary cause, so that a confirmation is one change away. */
function startFrom(incident: Incident): Statement {
  const now = currentCauses(incident.causes).primary;
  return {
    kind: now?.kind ?? "unknown",
    role: now?.role ?? "primary",
    status: now?.status ?? "suspected",
    aiRole: now?.aiRole ?? null,
    tool: now?.tool ?? "",
    permissions: now?.permissions ?? "",
    claim: now?.claim ?? null,
    note: "",
    source: "",
    sourceUrl: "",
    statedBy: "",
    statedAt: NO_TIME,
  };
}

function inputOf(statement: Statement): CauseInput {
  const ai = isAiCause(statement.kind);
  const words = (text: string) => text.trim() || null;
  return {
    kind: statement.kind,
    role: statement.role,
    status: statement.status,
    aiRole: ai ? statement.aiRole : null,
    tool: ai ? words(statement.tool) : null,
    permissions: ai ? words(statement.permissions) : null,
    claim: ai ? statement.claim : null,
    note: words(statement.note),
    source: words(statement.source),
    sourceUrl: words(statement.sourceUrl),
    statedBy: words(statement.statedBy),
    statedAt: isoOf(statement.statedAt),
  };
}
