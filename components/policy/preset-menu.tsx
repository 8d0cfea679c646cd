"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import type { Rule } from "@/domain/sign-off/policy";
import { EVERY_AI_CHANGE, PRESETS } from "@/domain/sign-off/presets";
import { emptyRule, newRuleId } from "./rule-draft";

const ALL = [...PRESETS, EVERY_AI_CHANGE];
const OPTIONS = ALL.map(({ id, name }) => ({ value: id, label: name }));

/** Adds a rule: one as companies have it, or an empty one. */
export function PresetMenu({ rules, onAdd }: { rules: readonly Rule[]; onAdd: (rule: Rule) => void }) {
  const [id, setId] = useState("");
  const preset = ALL.find((one) => one.id === id);
  const add = () => {
    if (preset === undefined) return;
    const { about: _, ...rule } = preset;
    onAdd({ ...rule, id: newRuleId(rule.id, rules) });
    setId("");
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-72 max-w-full">
        <Select
          aria-label="Preset"
          placeholder="Choose a preset"
          options={OPTIONS}
          value={id}
          onChange={(event) => setId(event.target.value)}
        />
      </span>
      <Button disabled={preset === undefined} onClick={add}>
        Add preset
      </Button>
      <Button variant="ghost" onClick={() => onAdd(emptyRule(rules))}>
        Add empty rule
      </Button>
      {preset ? <p className="w-full text-small text-ink-3">{preset.about}</p> : null}
    </div>
  );
}
