"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { AI_ROLE_WORDS, AI_ROLES, type AiRole } from "@/domain/cause/kinds";
import type { InvolvementStatementInput } from "@/domain/change/involvement-schema";
import { INVOLVEMENTS, type Involvement } from "@/domain/change/kinds";
import type { Change } from "@/domain/change/schema";
import { partWords } from "./involvement-words";

type Kind = InvolvementStatementInput["kind"];

interface Draft {
  involvement: Involvement;
  role: AiRole;
  tool: string;
  model: string;
  reason: string;
}

const WORDS: Record<Kind, { title: string; action: string; reason: string; hint: string; done: string }> = {
  contested: {
    title: "Contest the tag",
    action: "Contest",
    reason: "Why the tag is wrong",
    hint: "Stands on the change with your name, for whoever decides.",
    done: "Contested. The tag stays until somebody decides.",
  },
  corrected: {
    title: "Correct the tag",
    action: "Correct",
    reason: "Why it is so",
    hint: "What you looked at. Evidence that comes later does not change it.",
    done: "Corrected",
  },
  declared: {
    title: "Declare that AI took part",
    action: "Declare",
    reason: "What was done with it",
    hint: "Stands as evidence of the lowest grade: declared.",
    done: "Declared",
  },
  withdrawn: {
    title: "Withdraw what you said",
    action: "Withdraw",
    reason: "Why it does not hold any more",
    hint: "Your contest or declaration ends; the history keeps it.",
    done: "Withdrawn",
  },
};

const CLASS_OPTIONS: Record<Involvement, string> = {
  ai: "AI took part",
  automation: "Automation that is no AI",
  "none-found": "No evidence found: what was found does not hold",
  unknown: "Unknown: nothing to look at",
};

/** One statement about AI's part. What was typed stays when somebody else said something first. */
export default function InvolvementDialog({
  kind,
  change,
  workspace,
  onClose,
}: {
  kind: Kind;
  change: Change;
  workspace: string;
  onClose: () => void;
}) {
  const router = useRouter();
  const [draft, setDraft] = useState<Draft>(() => draftOf(change));
  const patch = (some: Partial<Draft>) => setDraft((now) => ({ ...now, ...some }));
  const [met, setMet] = useState<Change | null>(null);
  const words = WORDS[kind];
  const saysAi = kind === "declared" || (kind === "corrected" && draft.involvement === "ai");
  return (
    <FormDialog<Change>
      title={words.title}
      description={
        <>
          {change.title}. It stands as: {standingWords(change)}.
        </>
      }
      action={words.action}
      // As the page shows it now: what one's own statement before this one made of it comes a moment after.
      version={change.version}
      fields={["involvement", "role", "tool", "model", "reason"]}
      check={() => (draft.reason.trim() === "" ? { reason: "Say why: it is what others decide by." } : {})}
      send={(version) =>
        request<Change>(`/changes/${change.id}/involvement-statements`, {
          workspace,
          method: "POST",
          body: inputOf(kind, draft),
          ifMatch: version,
        })
      }
      readStored={() => request<Change>(`/changes/${change.id}`, { workspace })}
      merge={{ conflict: null, choose: () => {}, meet: setMet }}
      onSaved={() => {
        toast({ title: words.done, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {met === null ? null : <Meanwhile stored={met} action={words.action} />}
          {kind === "corrected" ? (
            <Field label="What it should be" error={errors.involvement}>
              <Select
                value={draft.involvement}
                onChange={({ target }) =>
                  patch({ involvement: INVOLVEMENTS.find((one) => one === target.value) ?? "unknown" })
                }
                options={INVOLVEMENTS.map((value) => ({ value, label: CLASS_OPTIONS[value] }))}
              />
            </Field>
          ) : null}
          {saysAi ? <AiFields draft={draft} onChange={patch} errors={errors} /> : null}
          <Field label={words.reason} hint={words.hint} error={errors.reason}>
            <Textarea
              rows={3}
              value={draft.reason}
              maxLength={4000}
              onChange={(event) => patch({ reason: event.target.value })}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

/** Whoever was first is not overwritten: a statement is added, and is said knowing what stands now. */
function Meanwhile({ stored, action }: { stored: Change; action: string }) {
  const [last] = stored.statements;
  return (
    <div role="alert" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2 text-warn">
      <p className="font-medium">
        The change was altered meanwhile. It stands as: {standingWords(stored)}
        {stored.involvementStanding === "detected" ? "" : `, ${stored.involvementStanding}`}.
      </p>
      {last ? (
        <p className="break-words">
          {last.statedBy}: {last.reason}
        </p>
      ) : null}
      <p className="text-small">What you typed is kept. {action} again to add it.</p>
    </div>
  );
}

function AiFields({
  draft,
  onChange,
  errors,
}: {
  draft: Draft;
  onChange: (some: Partial<Draft>) => void;
  errors: Partial<Record<string, string>>;
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field label="It" error={errors.role}>
        <Select
          value={draft.role}
          onChange={({ target }) =>
            onChange({ role: AI_ROLES.find((role) => role === target.value) ?? "wrote-code" })
          }
          options={AI_ROLES.map((value) => ({ value, label: AI_ROLE_WORDS[value] }))}
        />
      </Field>
      <Field label="Tool" optional error={errors.tool}>
        <Input
          value={draft.tool}
          maxLength={120}
          onChange={(event) => onChange({ tool: event.target.value })}
        />
      </Field>
      <Field label="Model" optional error={errors.model}>
        <Input
          value={draft.model}
          maxLength={120}
          onChange={(event) => onChange({ model: event.target.value })}
        />
      </Field>
    </div>
  );
}

function draftOf({ involvement, ai, kind, detected }: Change): Draft {
  return {
    involvement: involvement === "ai" ? "none-found" : "ai",
    role: ai?.role ?? detected.role ?? (kind === "agent-action" ? "acted" : "wrote-code"),
    tool: ai?.tool ?? detected.tool ?? "",
    model: ai?.model ?? detected.model ?? "",
    reason: "",
  };
}

function standingWords({ involvement, ai }: Change): string {
  return partWords({
    involvement,
    role: ai?.role ?? null,
    tool: ai?.tool ?? null,
    model: ai?.model ?? null,
  });
}

function inputOf(kind: Kind, { involvement, role, tool, model, reason }: Draft): InvolvementStatementInput {
  const ai = { role, tool: tool.trim() || null, model: model.trim() || null };
  if (kind === "corrected") return { kind, involvement, reason, ...(involvement === "ai" ? ai : {}) };
  if (kind === "declared") return { kind, involvement: "ai", reason, ...ai };
  return { kind, reason };
}
