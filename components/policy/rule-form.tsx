"use client";

import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import type { Rule } from "@/domain/sign-off/policy";
import { ruleSentence } from "@/domain/sign-off/rule-words";
import { ConditionFields } from "./condition-fields";
import { InstantInput } from "./instant-input";
import { RequirementForm } from "./requirement-form";

const MODES = [
  { value: "monitor" as const, label: "Monitor" },
  { value: "enforce" as const, label: "Enforce" },
];

/** One rule: its sentence, which follows what is chosen, and its fields while it is open. */
export function RuleForm({
  rule,
  services,
  faults,
  startsOpen,
  onChange,
  onRemove,
  onCopy,
}: {
  rule: Rule;
  services: readonly string[];
  /** What the server says is wrong with it. */
  faults: readonly string[];
  startsOpen: boolean;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
  onCopy: () => void;
}) {
  const [isOpen, setOpen] = useState(startsOpen);
  const id = useId();
  const name = useRef<HTMLInputElement>(null);
  // Whoever just added it says first what it is called.
  useEffect(() => {
    if (startsOpen) name.current?.select();
  }, [startsOpen]);
  return (
    <li className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id={id} className="min-w-0 font-semibold">
          {rule.name || "Without a name"}
        </h3>
        <Segmented
          size="sm"
          label={`Mode of ${rule.name}`}
          options={MODES}
          value={rule.mode}
          onChange={(mode) => onChange({ ...rule, mode })}
        />
        <span className="ml-auto flex gap-1">
          <Button size="sm" aria-expanded={isOpen} aria-describedby={id} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Close" : "Edit"}
          </Button>
          <Button size="sm" variant="ghost" aria-describedby={id} onClick={onCopy}>
            Copy
          </Button>
          <Button size="sm" variant="ghost" aria-describedby={id} onClick={onRemove}>
            Remove
          </Button>
        </span>
      </div>
      <p className="max-w-prose">{ruleSentence(rule)}</p>
      {faults.length > 0 ? (
        <ul role="alert" className="text-bad">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      ) : null}
      {isOpen ? (
        <div className="flex flex-col gap-4 rounded-2 border border-line bg-bg p-3">
          <Field label="Name">
            <Input
              ref={name}
              value={rule.name}
              maxLength={200}
              onChange={(event) => onChange({ ...rule, name: event.target.value })}
            />
          </Field>
          <Part title="Which changes" hint="Everything chosen has to hold.">
            <ConditionFields
              when={rule.when}
              services={services}
              onChange={(when) => onChange({ ...rule, when })}
            />
          </Part>
          <Part title="What they need">
            <RequirementForm require={rule.require} onChange={(require) => onChange({ ...rule, require })} />
          </Part>
          <Part title="When the rule itself is in effect" hint="Empty: as long as the policy is.">
            <div className="grid grid-cols-1 gap-x-3 gap-y-2 sm:grid-cols-2">
              <Field label="From, UTC">
                <InstantInput
                  value={rule.effectiveFrom}
                  onChange={(effectiveFrom) => onChange({ ...rule, effectiveFrom })}
                />
              </Field>
              <Field label="Until, UTC">
                <InstantInput
                  value={rule.effectiveTo}
                  onChange={(effectiveTo) => onChange({ ...rule, effectiveTo })}
                />
              </Field>
            </div>
          </Part>
        </div>
      ) : null}
    </li>
  );
}

function Part({ title, hint, children }: { title: string; hint?: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h4 className="font-medium">
        {title} {hint ? <span className="text-small font-normal text-ink-3">{hint}</span> : null}
      </h4>
      {children}
    </section>
  );
}
