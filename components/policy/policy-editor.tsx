"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAbilities } from "@/components/access/abilities";
import { ApiError } from "@/components/query/client";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { toast } from "@/components/ui/toast";
import { diffPolicies } from "@/domain/sign-off/diff";
import type { Rule } from "@/domain/sign-off/policy";
import type { PolicyDraft } from "@/domain/sign-off/policy-text";
import type { PolicyState } from "@/domain/sign-off/version-schema";
import { DiffView } from "./diff-view";
import { readPolicy, savePolicy } from "./policy-api";
import { PolicyTextarea } from "./policy-textarea";
import { PresetMenu } from "./preset-menu";
import { ReplayPanel } from "./replay-panel";
import { newRuleId } from "./rule-draft";
import { RuleForm } from "./rule-form";
import { SavePanel, type SaveWish } from "./save-panel";
import { faultsOfRule, type PolicyFault, policyFaults, usePolicyCheck } from "./use-policy-check";
import { usePolicyDraft } from "./use-policy-draft";

const FORMS = [
  { value: "form" as const, label: "Form" },
  { value: "text" as const, label: "Text" },
];
const NOTHING: PolicyDraft = { rules: [], whenUnreachable: "closed" };

const draftOf = (
  version: { rules: readonly Rule[]; whenUnreachable: "open" | "closed" } | null,
): PolicyDraft =>
  version === null ? NOTHING : { rules: version.rules, whenUnreachable: version.whenUnreachable };

/** Form and text of one draft, what it changes, what it would have done, and saving it. */
export function PolicyEditor({
  workspace,
  state,
  latest,
  preset,
  services,
}: {
  workspace: string;
  state: PolicyState;
  /** What the draft begins as. */
  latest: PolicyDraft | null;
  preset: Rule | null;
  services: readonly string[];
}) {
  const router = useRouter();
  const { keepPolicy } = useAbilities();
  const begin = latest ?? NOTHING;
  const edited = usePolicyDraft(workspace, {
    base: state.version,
    draft: preset === null ? begin : { ...begin, rules: [...begin.rules, preset] },
    isPreset: preset !== null,
  });
  const { draft, text, textFault, base } = edited;
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const checked = usePolicyCheck(workspace, draft, { base, enabled: keepPolicy && textFault === null });
  const refused = problem === null ? [] : policyFaults(problem);
  const faults = checked.length > 0 ? checked : refused;

  const trying = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const save = ({ draft: policy, effectiveFrom }: SaveWish) =>
    trying(async () => {
      const saved = await savePolicy(workspace, base, {
        policy,
        reason: edited.reason.trim(),
        effectiveFrom: effectiveFrom ?? undefined,
      });
      edited.settle(saved.version, draftOf(saved));
      toast({ title: `Policy v${saved.version} is saved`, tone: "good" });
      router.push(`/${workspace}/policies`);
      router.refresh();
    });
  const meet = (takeTheirs: boolean) =>
    trying(async () => {
      const now = await readPolicy(workspace);
      const last = [now.inForce, ...now.scheduled].find((one) => one?.version === now.version) ?? now.inForce;
      edited.rebase(now.version, takeTheirs ? draftOf(last) : undefined);
      router.refresh();
    });

  return (
    <div className="grid min-w-0 gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,420px)]">
      <div className="flex min-w-0 flex-col gap-4">
        <RulesPanel
          workspace={workspace}
          edited={edited}
          services={services}
          faults={faults}
          added={preset?.id ?? null}
        />
        {keepPolicy ? null : (
          <p className="text-ink-3">
            You can try and replay a policy. Saving one needs the policy owner role; ask an admin of the
            workspace for it.
          </p>
        )}
        <ReplayPanel workspace={workspace} draft={draft} isReadable={text === null || textFault === null} />
      </div>
      {/* What is saved stays in view beside what it would have done. */}
      <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-17 xl:self-start">
        <Panel aria-labelledby="diff">
          <PanelHeader
            id="diff"
            title="What changes"
            description={
              state.inForce === null ? "nothing is in force yet" : `to v${state.inForce.version}, in force`
            }
          />
          <PanelBody>
            <DiffView
              diff={diffPolicies(draftOf(state.inForce), draft)}
              same="Nothing: it says what is in force."
            />
          </PanelBody>
        </Panel>
        {keepPolicy ? (
          <SavePanel
            base={base}
            draft={draft}
            reason={edited.reason}
            isReadable={textFault === null && checked.length === 0}
            isBusy={isBusy}
            problem={problem}
            onReason={edited.setReason}
            onSave={(wish) => void save(wish)}
            onKeepMine={() => void meet(false)}
            onTakeTheirs={() => void meet(true)}
          />
        ) : null}
      </div>
    </div>
  );
}

function RulesPanel({
  workspace,
  edited,
  services,
  faults,
  added,
}: {
  workspace: string;
  edited: ReturnType<typeof usePolicyDraft>;
  services: readonly string[];
  faults: readonly PolicyFault[];
  added: string | null;
}) {
  const { draft, text, textFault } = edited;
  const [opened, setOpened] = useState(added);
  const { rules } = draft;
  const setRules = (next: readonly Rule[]) => edited.setDraft({ ...draft, rules: next });
  const add = (rule: Rule) => {
    setOpened(rule.id);
    setRules([...rules, rule]);
  };
  return (
    <Panel aria-labelledby="rules">
      <PanelHeader
        id="rules"
        title="Rules"
        description={rules.length === 0 ? "none yet" : "every one that matches has to be met"}
        right={
          <Segmented
            size="sm"
            label="Edit the policy as"
            options={FORMS.map((one) => ({ ...one, disabled: one.value === "form" && textFault !== null }))}
            value={text === null ? "form" : "text"}
            onChange={(next) => (next === "text" ? edited.showText() : edited.showForm())}
          />
        }
      />
      <PanelBody className="flex flex-col gap-4">
        {text === null ? (
          <>
            <ol className="flex flex-col divide-y divide-line">
              {rules.map((rule, index) => (
                <RuleForm
                  key={rule.id}
                  rule={rule}
                  services={services}
                  faults={faultsOfRule(faults, index)}
                  startsOpen={rule.id === opened}
                  onChange={(next) => setRules(rules.map((one, at) => (at === index ? next : one)))}
                  onRemove={() => setRules(rules.filter((_, at) => at !== index))}
                  onCopy={() => add({ ...rule, id: newRuleId(rule.id, rules), name: `${rule.name}, copy` })}
                />
              ))}
            </ol>
            <PresetMenu rules={rules} onAdd={add} />
            <WhenUnreachable draft={draft} onChange={edited.setDraft} />
          </>
        ) : (
          <PolicyTextarea
            text={text}
            fault={textFault}
            faults={faults}
            workspace={workspace}
            onChange={edited.setText}
          />
        )}
      </PanelBody>
    </Panel>
  );
}

function WhenUnreachable({
  draft,
  onChange,
}: {
  draft: PolicyDraft;
  onChange: (draft: PolicyDraft) => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
      <span className="text-ink-2">When a pipeline cannot ask Faultline</span>
      <Segmented
        size="sm"
        label="When a pipeline cannot ask Faultline"
        options={[
          { value: "closed", label: "Hold the change" },
          { value: "open", label: "Let it through" },
        ]}
        value={draft.whenUnreachable}
        onChange={(whenUnreachable) => onChange({ ...draft, whenUnreachable })}
      />
    </div>
  );
}
