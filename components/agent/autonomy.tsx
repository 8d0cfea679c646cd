import { cx } from "@/components/ui/class-names";
import type { MatrixEntry } from "@/domain/agent/matrix";
import type { Autonomy } from "@/domain/sign-off/policy";
import { AUTONOMY_WORDS } from "@/domain/sign-off/rule-words";

/** Three steps, filled as far as it may go by itself; it says the same without colour. */
export function AutonomyMark({ autonomy }: { autonomy: Autonomy }) {
  const steps = { suggest: 1, "act-with-approval": 2, "act-alone": 3 }[autonomy];
  return (
    <span className="inline-flex shrink-0 gap-[2px] align-[-1px]" aria-hidden="true">
      {[1, 2, 3].map((step) => (
        <span
          key={step}
          className={cx(
            "h-[11px] w-[5px] rounded-[1px] border",
            step <= steps ? "border-ai bg-ai" : "border-control bg-transparent",
          )}
        />
      ))}
    </span>
  );
}

/** What an agent may do in one environment, the most cautious first. */
export function AutonomyCell({ entries }: { entries: readonly MatrixEntry[] }) {
  if (entries.length === 0) return <span className="text-ink-3">nothing</span>;
  return (
    <ul className="flex flex-col gap-1 whitespace-normal">
      {entries.map(({ autonomy, actions, destructiveAlone }) => (
        <li key={autonomy} className="leading-snug">
          <AutonomyMark autonomy={autonomy} /> <span className="font-medium">{AUTONOMY_WORDS[autonomy]}</span>
          <span className="text-ink-2"> · {actionWords(actions)}</span>
          {destructiveAlone.length === 0 ? null : (
            <span className="text-warn"> · destructive alone: {destructiveAlone.join(", ")}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

const actionWords = (actions: readonly string[]) =>
  actions.some((action) => action.trim() === "*") ? "anything" : actions.join(", ");
