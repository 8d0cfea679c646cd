"use client";

import { useState } from "react";
import { toolName } from "@/components/change/involvement-words";
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
import type { OfferedCause } from "@/domain/change/cause-offer";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { Incident } from "@/domain/incident/schema";
import { AiChangeFields, type AiChangeValues, AiFields, type AiValues } from "./ai-fields";
import { EditDialog } from "./edit-dialog";
import type { IncidentApi } from "./incident-api";
import { TimeField } from "./time-field";
import { isoOf, NO_TIME, type TypedTime } from "./typed-time";

type Statement = AiValues &
  AiChangeValues & {
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
  "changeId",
  "evidenceId",
  "note",
  "source",
  "sourceUrl",
  "statedBy",
  "statedAt",
];

/** A further statement about a cause. The ones before it stay, each with who said it, when, and where. */
export function ReviseDialog({
  incident,
  links,
  offered,
  api,
  zone,
  onSaved,
  onClose,
}: {
  incident: Incident;
  /** The changes that the incident is linked to. */
  links: readonly IncidentChange[];
  /** The cause that a verdict suggests, to begin from instead of what stands. */
  offered: OfferedCause | null;
  api: IncidentApi;
  zone: string;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
}) {
  const [statement, setStatement] = useState<Statement>(() => startFrom(incident, links, offered));
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
      problems={problemsOf(statement, links)}
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
          {isAiCause(statement.kind) ? (
            <>
              <AiFields value={statement} onChange={patch} errors={errors} />
              <AiChangeFields value={statement} links={links} onChange={patch} errors={errors} />
            </>
          ) : null}
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
function startFrom(
  incident: Incident,
  links: readonly IncidentChange[],
  offered: OfferedCause | null,
): Statement {
  const now = currentCauses(incident.causes).primary;
  const blank = { note: "", source: "", sourceUrl: "", statedBy: "", statedAt: NO_TIME };
  // Without a linked change there is but one thing to say about it, and why.
  const unsaid = links.length === 0 ? null : undefined;
  if (offered !== null) {
    return {
      ...blank,
      ...offered,
      role: "primary",
      status: "confirmed",
      tool: offered.tool === null ? "" : toolName(offered.tool),
      permissions: "",
      evidenceId: offered.evidenceId ?? undefined,
    };
  }
  return {
    ...blank,
    kind: now?.kind ?? "unknown",
    role: now?.role ?? "primary",
    status: now?.status ?? "suspected",
    aiRole: now?.aiRole ?? null,
    tool: now?.tool ?? "",
    permissions: now?.permissions ?? "",
    claim: now?.claim ?? null,
    ...(links.some(({ change }) => change.id === now?.changeId)
      ? { changeId: now?.changeId, evidenceId: now?.evidenceId ?? undefined }
      : { changeId: unsaid, evidenceId: undefined }),
  };
}

/** What a confirmed AI cause still lacks, in the words of the server's own refusal. */
function problemsOf(statement: Statement, links: readonly IncidentChange[]): Partial<Record<string, string>> {
  const { changeId, evidenceId } = statement;
  const problems: Partial<Record<string, string>> = {};
  if (statement.statedAt.reason) problems.statedAt = statement.statedAt.reason;
  if (!isAiCause(statement.kind) || statement.status !== "confirmed" || statement.claim === "claimed")
    return problems;
  const hasEvidence = links.some(({ change, evidence }) => change.id === changeId && evidence.length > 0);
  if (changeId === undefined) problems.changeId = "Say which change it was, or that it is not on record.";
  else if (hasEvidence && evidenceId === undefined)
    problems.evidenceId = "Say which evidence shows AI's part, or that none of it does.";
  if (statement.note.trim() !== "") return problems;
  if (changeId === null) problems.note = "Say why the change is not on record.";
  else if (hasEvidence && evidenceId === null)
    problems.note = "Say why none of the evidence on record says so.";
  return problems;
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
    changeId: ai ? statement.changeId : undefined,
    evidenceId: ai ? statement.evidenceId : undefined,
    note: words(statement.note),
    source: words(statement.source),
    sourceUrl: words(statement.sourceUrl),
    statedBy: words(statement.statedBy),
    statedAt: isoOf(statement.statedAt),
  };
}
