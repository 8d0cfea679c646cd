import { INCIDENTS_MIN, signTest } from "./certainty";
import type { PolicyReplay, ReplayedPolicy } from "./replay-schema";

interface Compared {
  incidents: number;
  draft: ReplayedPolicy;
  inForce: ReplayedPolicy | null;
  /** Incidents that only the draft holds, and only the one in force. */
  only: readonly [number, number];
}

/** What a replay found, as one sentence, and how far it can be relied on. */
export function replayWords(compared: Compared): { held: string; certainty: string } {
  const { incidents, draft, inForce } = compared;
  const hours = `${hoursWords(draft.hoursPerWeek)} reviewer hours a week`;
  const held =
    incidents === 0
      ? `It would have asked for ${countWords(draft.required, "sign-off")}, ${hours}. No incident of the period is put down to a change.`
      : `${draft.name} would have held a causing change of ${draft.incidentsHeld} of ${countWords(incidents, "incident")} for ${hours}${
          inForce === null
            ? "."
            : `; ${inForce.name} holds ${inForce.incidentsHeld} for ${hoursWords(inForce.hoursPerWeek)}.`
        }`;
  return { held, certainty: certaintyWords(compared) };
}

function certaintyWords({ incidents, draft, inForce, only }: Compared): string {
  if (incidents < INCIDENTS_MIN) {
    return `Too little data to tell: ${countWords(incidents, "incident")} with a causing change; from ${INCIDENTS_MIN} on a share says something.`;
  }
  const share = `At these numbers the share held is anywhere from ${percent(draft.incidentsHeldLow)} to ${percent(draft.incidentsHeldHigh)} (95 %).`;
  if (inForce === null) return share;
  if (signTest(only) < 0.05) {
    const more = only[0] > only[1] ? draft.name : inForce.name;
    return `${share} ${more} holds more than chance would explain.`;
  }
  return `${share} Too little data to tell which of the two holds more: ${only[0]} only by the draft, ${only[1]} only by ${inForce.name}.`;
}

/** Where a period has more changes than one replay looks at: which were, and since when. */
export function cutWords({ changes, from }: Pick<PolicyReplay, "changes" | "from">): string {
  const since = `${from.slice(0, 16).replace("T", " ")} UTC`;
  return `The period has more changes than one replay looks at: the newest ${changes.toLocaleString("en")} were, from ${since} on, and all figures are of these.`;
}

export const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;
const hoursWords = (hours: number) => (hours >= 100 ? hours.toFixed(0) : hours.toFixed(1));

function countWords(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
