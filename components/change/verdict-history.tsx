import { Time } from "@/components/ui/time";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import { VERDICT_WORDS } from "@/domain/change/kinds";
import { probabilityText } from "./verdict-words";

/** Every verdict there was, newest first, with how the machine had ranked the change then. */
export function VerdictHistory({ history, zone }: { history: IncidentChange["history"]; zone: string }) {
  if (history.length < 2) return null;
  return (
    <details className="mt-1.5">
      <summary className="w-fit rounded-1 text-small text-ink-2 hover:text-ink print:hidden">
        {history.length} verdicts
      </summary>
      <ol className="mt-1 text-small text-ink-2">
        {history.map((one) => (
          <li key={one.id} className="py-0.5 break-words">
            <Time at={one.statedAt} zone={zone} className="text-ink-3" />{" "}
            {one.verdict === null ? "unlinked" : VERDICT_WORDS[one.verdict].toLowerCase()} by {one.statedBy}
            {one.probability === null ? "" : `, ranked at ${probabilityText(one.probability)}`}
            {one.reason ? `: ${one.reason}` : ""}
          </li>
        ))}
      </ol>
    </details>
  );
}
