"use client";

import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { toast } from "@/components/ui/toast";
import { decidingRule } from "@/domain/repository/match";
import { readRules, writeRules } from "@/domain/repository/rules-text";
import type { Repository } from "@/domain/repository/schema";
import { ApplicationView } from "./application-view";
import { RuleRows } from "./rule-rows";
import { faultsOf, isSameRules, keyed, plain } from "./rules-draft";
import { RulesText } from "./rules-text";
import { useRulesSave } from "./use-rules-save";

type Mode = "rows" | "text";

/** Which files belong to which services: edited as rows or as text, tried on a path, and on what is on record. */
export function RulesEditor({
  workspace,
  repository,
  services,
}: {
  workspace: string;
  repository: Repository;
  services: readonly { slug: string; name: string }[];
}) {
  const router = useRouter();
  const [rules, setRules] = useState(() => keyed(repository.pathRules));
  const [mode, setMode] = useState<Mode>("rows");
  const [text, setText] = useState("");
  const [path, setPath] = useState("");
  const known = useMemo(() => new Set(services.map(({ slug }) => slug)), [services]);
  const read = useMemo(() => readRules(text, known), [text, known]);
  const faults = useMemo(() => faultsOf(rules), [rules]);
  const draft = mode === "text" ? read.rules : plain(rules);
  const isReadable = mode === "text" ? read.faults.length === 0 : faults.size === 0;
  const save = useRulesSave({ workspace, repository });
  const isDirty = !isSameRules(draft, save.stored.pathRules);
  const switchTo = (next: Mode) => {
    if (next === mode) return;
    if (next === "text") setText(writeRules(plain(rules)));
    else setRules(keyed(read.rules));
    setMode(next);
  };
  const change = (apply: () => void) => {
    apply();
    save.forget();
  };
  const takeTheirs = async () => {
    const stored = await save.reread();
    if (stored === null) return;
    setRules(keyed(stored.pathRules));
    setText(writeRules(stored.pathRules));
    router.refresh();
  };
  const send = async (thenApply: boolean) => {
    const saved = await save.send(draft, thenApply);
    if (!saved) return;
    toast({
      title: thenApply ? "Saved and applied" : "Rules saved",
      description: thenApply ? undefined : "Changes that are told of from now on follow them.",
      tone: "good",
    });
    router.refresh();
  };
  return (
    <Panel aria-labelledby="rules">
      <PanelHeader
        id="rules"
        title="Which files belong to which services"
        right={
          <Segmented
            size="sm"
            label="Edit the rules as"
            options={[
              { value: "rows", label: "Rows" },
              { value: "text", label: "Text" },
            ]}
            value={mode}
            onChange={switchTo}
          />
        }
      />
      <PanelBody>
        <div className="flex flex-col gap-3">
          <p className="max-w-[760px] text-ink-2">
            Patterns as in CODEOWNERS. The last rule that matches a file decides about it; one without
            services takes files out. Brackets stand for themselves.
          </p>
          {mode === "rows" ? (
            <>
              <RuleRows
                rules={rules}
                services={services.map(({ slug, name }) => ({ value: slug, label: slug, hint: name }))}
                faults={faults}
                decides={path.trim() === "" ? null : decidingRule(draft, path.trim())}
                onChange={(next) => change(() => setRules(next))}
              />
              <div>
                <Button
                  size="sm"
                  onClick={() =>
                    change(() => setRules([...rules, ...keyed([{ pattern: "", services: [] }])]))
                  }
                >
                  Add rule
                </Button>
              </div>
            </>
          ) : (
            <RulesText text={text} faults={read.faults} onChange={(next) => change(() => setText(next))} />
          )}
          <TryPath rules={draft} path={path} onChange={setPath} />
          {save.application ? <ApplicationView workspace={workspace} application={save.application} /> : null}
          {save.problem ? (
            <div role="alert" className="flex flex-wrap items-center gap-2 text-bad">
              <span>{save.problem.message}</span>
              {save.problem.isConflict ? (
                <>
                  <Button size="sm" onClick={() => void takeTheirs()}>
                    Take what is stored
                  </Button>
                  <Button size="sm" onClick={() => void save.reread()}>
                    Keep mine
                  </Button>
                </>
              ) : null}
            </div>
          ) : null}
          <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
            <Button
              variant="primary"
              disabled={!isReadable || !isDirty || save.isBusy}
              onClick={() => void send(false)}
            >
              Save rules
            </Button>
            <Button disabled={!isReadable || save.isBusy} onClick={() => void save.preview(draft)}>
              {save.isBusy ? "Working" : "Preview on what is on record"}
            </Button>
            {save.application && save.application.kind === "preview" && save.application.changed > 0 ? (
              <Button disabled={save.isBusy} onClick={() => void send(true)}>
                {isDirty ? "Save and apply" : "Apply"} to {countWords(save.application.changed)}
              </Button>
            ) : null}
            <span className="text-small text-ink-3">
              {!isReadable
                ? "not saved yet; a rule is missing its pattern or cannot be read"
                : isDirty
                  ? "not saved yet"
                  : "saved; new changes follow them"}
            </span>
          </div>
        </div>
      </PanelBody>
    </Panel>
  );
}

const countWords = (count: number) => (count === 1 ? "1 change" : `${count.toLocaleString("en")} changes`);

/** Says which rule decides about a path, before it is relied on. */
function TryPath({
  rules,
  path,
  onChange,
}: {
  rules: readonly { pattern: string; services: readonly string[] }[];
  path: string;
  onChange: (path: string) => void;
}) {
  const asked = path.trim();
  const at = asked === "" ? null : decidingRule(rules, asked);
  const rule = at === null ? undefined : rules[at];
  return (
    <Field label="Try a path">
      <Input
        className="max-w-[560px] font-mono !text-[0.92em]"
        placeholder="services/checkout/src/cart.ts"
        value={path}
        maxLength={1000}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <p aria-live="polite" className="min-h-5 text-small text-ink-2">
        {asked === "" ? null : rule === undefined || at === null ? (
          "No rule matches: it belongs to no service."
        ) : (
          <>
            Rule {at + 1} decides, <code className="font-mono">{rule.pattern}</code>:{" "}
            {rule.services.length === 0 ? (
              "it belongs to no service."
            ) : (
              <b className="font-medium text-ink">{rule.services.join(", ")}</b>
            )}
          </>
        )}
      </p>
    </Field>
  );
}
