"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useId, useState } from "react";
import { ConflictNote } from "@/components/form/conflict-note";
import { RefusalNote } from "@/components/form/form-notes";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import { type Problems, useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { toast } from "@/components/ui/toast";
import type { Workspace } from "@/domain/workspace/schema";
import {
  changedSettings,
  checkWorkspace,
  consequencesOf,
  draftOfWorkspace,
  WORKSPACE_WORDS,
  type WorkspaceDraft,
  workspaceEditOf,
} from "./workspace-draft";

const FIELDS = [
  "name",
  "timeZone",
  "sloTarget",
  "adoptionTarget",
  "major",
  "partial",
  "degraded",
  "levelFractions",
  "auditRetentionDays",
] as const;

const FORM_WORDS = { what: "these settings", labels: WORKSPACE_WORDS };

const HINTS: Partial<Record<keyof WorkspaceDraft, string>> = {
  timeZone: "Days, weeks and months are cut in it.",
  sloTarget: "For services without one of their own.",
  adoptionTarget: "Share of the roster that should use an AI tool each week.",
  major: "Usually 100: the service is down.",
  partial: "Usually 30: part of it is.",
  degraded: "Usually 0: slow, but it works.",
  auditRetentionDays: "Nothing keeps it for ever.",
};

/** The settings that figures depend on. Saving says first what it will do to the past. */
export function WorkspaceForm({ workspace, zones }: { workspace: Workspace; zones: readonly string[] }) {
  const router = useRouter();
  const [base, setBase] = useState(workspace);
  const merged = useMergedDraft(() => draftOfWorkspace(base), FORM_WORDS);
  const { draft, opened, setDraft, conflict } = merged;
  const isChanged = changedSettings(draft, opened).length > 0;
  const startFrom = (from: Workspace) => {
    setBase(from);
    merged.start(draftOfWorkspace(from));
  };
  // A newer version from the server is taken over, but never under the hands of somebody who types.
  if (workspace.version > base.version && !isChanged) startFrom(workspace);
  const zoneList = useId();
  const path = `/workspaces/${encodeURIComponent(workspace.slug)}`;
  const state = useSubmit<Workspace>({
    version: base.version,
    fields: FIELDS,
    check: () => checkWorkspace(draft),
    send: (version) =>
      request<Workspace>(path, {
        workspace: workspace.slug,
        method: "PATCH",
        body: workspaceEditOf(draft, opened),
        ifMatch: version,
      }),
    readStored: () => request<Workspace>(path, { workspace: workspace.slug }),
    merge: { ...merged, meet: (found, change) => merged.meet(draftOfWorkspace(found), change) },
    onSaved: (saved) => {
      startFrom(saved);
      toast({ title: "Settings saved", tone: "good" });
      router.refresh();
    },
  });
  const { stored } = state;
  const fields = { draft, setDraft, errors: state.errors };
  return (
    <Panel aria-labelledby="workspace">
      <PanelHeader id="workspace" title="Workspace" description={`/${workspace.slug}`} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) state.submit();
        }}
        onKeyDown={submitOnModEnter}
      >
        <PanelBody className="flex flex-col gap-4">
          <div ref={state.form} className="flex flex-col gap-4">
            {conflict ? (
              <ConflictNote conflict={conflict} isAsked={state.isAsked} onChoose={merged.choose} />
            ) : null}
            <div className="grid gap-3 sm:grid-cols-2">
              <Setting {...fields} field="name" max={120} />
              <Setting {...fields} field="timeZone" list={zoneList} max={60} />
              <Setting {...fields} field="sloTarget" decimal />
              <Setting {...fields} field="adoptionTarget" decimal />
            </div>
            <fieldset className="flex flex-col gap-2">
              <legend className="pb-1 font-medium">What an impact level costs</legend>
              <p className="text-small text-ink-3">
                The share of a service that an impact loses when only its level is stated. An impact can
                always state a number of its own.
              </p>
              <div className="grid gap-3 sm:grid-cols-3">
                <Setting {...fields} field="major" decimal />
                <Setting {...fields} field="partial" decimal />
                <Setting {...fields} field="degraded" decimal />
              </div>
            </fieldset>
            <div className="grid gap-3 sm:grid-cols-2">
              <Setting {...fields} field="auditRetentionDays" max={6} decimal />
            </div>
            <Consequences sentences={consequencesOf(draft, opened)} />
            <RefusalNote refusal={state.refusal} />
          </div>
          <datalist id={zoneList}>
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <div className="flex flex-wrap gap-2">
            {stored ? (
              <Button
                onClick={() => {
                  state.reset();
                  startFrom(stored);
                  router.refresh();
                }}
              >
                Undo changes
              </Button>
            ) : isChanged ? (
              <Button onClick={() => setDraft(opened)}>Undo changes</Button>
            ) : null}
            <Button
              type="submit"
              variant="primary"
              kbd="mod+Enter"
              aria-disabled={!isChanged || state.isSending || undefined}
            >
              {state.isSending ? "Saving" : "Save settings"}
            </Button>
          </div>
        </PanelBody>
      </form>
    </Panel>
  );
}

function Setting({
  field,
  draft,
  setDraft,
  errors,
  list,
  max,
  decimal,
}: {
  field: keyof WorkspaceDraft;
  draft: WorkspaceDraft;
  setDraft: (draft: WorkspaceDraft) => void;
  errors: Problems;
  list?: string;
  max?: number;
  decimal?: boolean;
}) {
  return (
    <Field label={WORKSPACE_WORDS[field]} hint={HINTS[field]} error={errors[field]}>
      <Input
        value={draft[field]}
        list={list}
        maxLength={max}
        inputMode={decimal ? "decimal" : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
      />
    </Field>
  );
}

function Consequences({ sentences }: { sentences: readonly string[] }) {
  return (
    <div aria-live="polite" className="empty:-mt-4">
      {sentences.length > 0 ? (
        <div className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2">
          <p className="font-medium text-warn">Saving changes what people have seen.</p>
          <ul className="list-disc pl-4">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

function submitOnModEnter(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
