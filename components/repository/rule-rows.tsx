"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Input } from "@/components/ui/field";
import { type FilterOption, ListFilter } from "@/components/ui/list-filter";
import { type DraftRule, moved } from "./rules-draft";

const ROWS_MAX = 300;

/** The rules as rows, in the order in which the last one that matches decides. */
export function RuleRows({
  rules,
  services,
  faults,
  decides,
  onChange,
}: {
  rules: readonly DraftRule[];
  services: readonly FilterOption[];
  faults: ReadonlyMap<string, string>;
  /** The place of the rule that decides about the path which is tried; null for none. */
  decides: number | null;
  onChange: (rules: DraftRule[]) => void;
}) {
  const edit = (key: string, change: Partial<DraftRule>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...change } : rule)));
  if (rules.length > ROWS_MAX) {
    return <p className="text-ink-2">These are {rules.length} rules; edit them as text.</p>;
  }
  return (
    <ol className="flex flex-col gap-1.5">
      {rules.map((rule, at) => (
        <li
          key={rule.key}
          className={cx(
            "grid grid-cols-[24px_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1 rounded-2 py-0.5 pl-1 sm:grid-cols-[24px_minmax(0,1.2fr)_minmax(0,1fr)_auto]",
            decides === at && "bg-surface-3",
          )}
        >
          <span className={cx("text-small text-ink-3", decides === at && "font-semibold text-ink")}>
            {at + 1}
          </span>
          <Input
            aria-label={`Pattern of rule ${at + 1}`}
            aria-invalid={faults.has(rule.key) || undefined}
            className="font-mono !text-[0.92em] max-sm:col-span-2"
            placeholder="/services/checkout/"
            value={rule.pattern}
            maxLength={500}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => edit(rule.key, { pattern: event.target.value })}
          />
          <fieldset
            aria-label={`Services of rule ${at + 1}`}
            className="flex min-w-0 items-center max-sm:col-start-2"
          >
            <ListFilter
              label="Services"
              options={services}
              values={rule.services}
              onChange={(values) => edit(rule.key, { services: values })}
            />
          </fieldset>
          <span className="flex justify-self-end">
            <RowButton
              label={`Move rule ${at + 1} up`}
              isOff={at === 0}
              onClick={() => onChange(moved(rules, at, -1))}
            >
              <ArrowUp size={14} aria-hidden="true" />
            </RowButton>
            <RowButton
              label={`Move rule ${at + 1} down`}
              isOff={at === rules.length - 1}
              onClick={() => onChange(moved(rules, at, 1))}
            >
              <ArrowDown size={14} aria-hidden="true" />
            </RowButton>
            <RowButton
              label={`Remove rule ${at + 1}`}
              onClick={() => onChange(rules.filter(({ key }) => key !== rule.key))}
            >
              <X size={14} aria-hidden="true" />
            </RowButton>
          </span>
          {faults.has(rule.key) && rule.pattern.trim() !== "" ? (
            <p className="text-small text-bad sm:col-span-3 sm:col-start-2 max-sm:col-span-2 max-sm:col-start-2">
              {faults.get(rule.key)}
            </p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function RowButton({
  label,
  isOff,
  onClick,
  children,
}: {
  label: string;
  isOff?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button variant="ghost" size="sm" icon aria-label={label} disabled={isOff} onClick={onClick}>
      {children}
    </Button>
  );
}
