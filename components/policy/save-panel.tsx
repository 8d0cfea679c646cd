"use client";

import { useState } from "react";
import type { ApiError } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Time } from "@/components/ui/time";
import type { PolicyDraft } from "@/domain/sign-off/policy-text";
import { InstantInput } from "./instant-input";

const MODES = [
  { value: "as-set" as const, label: "As each rule says" },
  { value: "monitor" as const, label: "All monitor" },
  { value: "enforce" as const, label: "All enforce" },
];
type SaveMode = (typeof MODES)[number]["value"];

export interface SaveWish {
  draft: PolicyDraft;
  effectiveFrom: string | null;
}

/** Reason, mode and date, and what to do when somebody else saved meanwhile. */
export function SavePanel({
  base,
  draft,
  reason,
  isReadable,
  isBusy,
  problem,
  onReason,
  onSave,
  onKeepMine,
  onTakeTheirs,
}: {
  base: number;
  draft: PolicyDraft;
  reason: string;
  isReadable: boolean;
  isBusy: boolean;
  problem: ApiError | null;
  onReason: (reason: string) => void;
  onSave: (wish: SaveWish) => void;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const [mode, setMode] = useState<SaveMode>("as-set");
  const [effectiveFrom, setEffectiveFrom] = useState<string | null>(null);
  const [isAsked, setAsked] = useState(false);
  const lacksReason = reason.trim() === "";
  const save = () => {
    setAsked(true);
    if (lacksReason || !isReadable) return;
    const rules = mode === "as-set" ? draft.rules : draft.rules.map((rule) => ({ ...rule, mode }));
    onSave({ draft: { ...draft, rules }, effectiveFrom });
  };
  return (
    <Panel aria-labelledby="save">
      <PanelHeader id="save" title={`Save as v${base + 1}`} />
      <PanelBody className="flex flex-col gap-3">
        <Field
          label="Why it is this policy now"
          required
          error={isAsked && lacksReason ? "Give the reason: it stands beside the version." : undefined}
        >
          <Textarea
            rows={2}
            value={reason}
            maxLength={1000}
            onChange={(event) => onReason(event.target.value)}
          />
        </Field>
        <div className="flex flex-wrap items-end gap-3">
          <span className="flex max-w-full flex-col gap-1">
            <span className="text-small text-ink-2">Rules</span>
            <Segmented label="Mode of the rules" options={MODES} value={mode} onChange={setMode} />
          </span>
          <span className="w-56">
            <Field
              label="Takes effect, UTC"
              optional
              error={problem?.field === "effectiveFrom" ? problem.message : undefined}
            >
              <InstantInput value={effectiveFrom} onChange={setEffectiveFrom} />
            </Field>
          </span>
          <Button variant="primary" disabled={isBusy || !isReadable} onClick={save}>
            {isBusy ? "Saving" : `Save v${base + 1}`}
          </Button>
        </div>
        <p className="text-small text-ink-3">
          Empty takes effect at once. What went live already is judged by the policy of its time; what waits
          is assessed anew.
        </p>
        <Problem problem={problem} onKeepMine={onKeepMine} onTakeTheirs={onTakeTheirs} />
      </PanelBody>
    </Panel>
  );
}

function Problem({
  problem,
  onKeepMine,
  onTakeTheirs,
}: {
  problem: ApiError | null;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  if (problem === null || problem.field === "effectiveFrom") return null;
  if (problem.status !== 412) {
    return (
      <p role="alert" className="text-bad">
        Not saved. {problem.message}
      </p>
    );
  }
  return (
    <div role="alert" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2">
      <p className="font-medium text-warn">
        {problem.changed ? (
          <>
            {problem.changed.by} saved v{problem.currentVersion} at <Time at={problem.changed.at} withZone />,
            while you were editing.
          </>
        ) : (
          `Somebody saved v${problem.currentVersion} while you were editing.`
        )}
      </p>
      <p>
        Nothing of either is lost. Yours can go on top of it as the next version; the difference is shown
        above.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={onKeepMine}>
          Keep mine on top
        </Button>
        <Button size="sm" onClick={onTakeTheirs}>
          Take theirs
        </Button>
      </div>
    </div>
  );
}
