import type { Rule } from "@/domain/sign-off/policy";
import { fieldsOf, ruleSentence } from "@/domain/sign-off/rule-words";
import { ModeChip } from "./mode-chip";

/** Rules in sentences, each with its name, its mode, and the dates between which it holds. */
export function RuleList({ rules }: { rules: readonly Rule[] }) {
  return (
    <ol className="flex flex-col divide-y divide-line">
      {rules.map((rule) => (
        <li key={rule.id} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="font-semibold">{rule.name}</h3>
            <ModeChip mode={rule.mode} />
          </div>
          <p className="max-w-prose">{ruleSentence(rule)}</p>
          <Dates rule={rule} />
        </li>
      ))}
    </ol>
  );
}

function Dates({ rule }: { rule: Rule }) {
  const dates = fieldsOf(rule).filter(({ field }) => field === "effectiveFrom" || field === "effectiveTo");
  if (dates.length === 0) return null;
  return (
    <p className="text-small text-ink-3">
      {dates.map(({ label, words }) => `${label} ${words}`).join(" · ")}
    </p>
  );
}
