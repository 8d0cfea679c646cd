import type { ChangeKind, Involvement, Verdict } from "./kinds";
import { isFailing } from "./verdict";

/** What decides whether, and as what, the figures count a change. */
interface Countable {
  kind: ChangeKind;
  production: boolean;
  involvement: Involvement;
  /** The heaviest over all incidents that are not cancelled. */
  verdict: Verdict | null;
  /** Of a deployment: AI's part in each of the changes that it is known to have carried. */
  carried: readonly Involvement[];
}

/**
 * Whether the change failure rate and the AI share count a change: in production, and no deployment whose changes are
 * known, because those are counted themselves. Blamed itself, such a deployment counts as one change of its own.
 */
export function countsInFigures({
  kind,
  production,
  verdict,
  carried,
}: Omit<Countable, "involvement">): boolean {
  if (!production) return false;
  return kind !== "deployment" || carried.length === 0 || isFailing(verdict);
}

/**
 * The class that a change is counted in. A blamed deployment has no texts of its own that say what was used for the
 * code: it is of the class that everything it carried shares, or else unknown.
 */
export function classInFigures({
  kind,
  involvement,
  carried,
}: Omit<Countable, "production" | "verdict">): Involvement {
  const [first] = carried;
  if (kind !== "deployment" || first === undefined) return involvement;
  return carried.every((one) => one === first) ? first : "unknown";
}
