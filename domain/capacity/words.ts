import { HOUR_MS, MINUTE_MS } from "@/domain/calendar/zone";
import { numberWords, percentWords, spanWords } from "@/domain/overview/words";
import type { Capacity } from "./schema";
import { WAITS_MIN } from "./waiting";
import type { ReviewForecast } from "./what-if";

/** A wait as it is read: "40 s", "35 min", "3.4 h", "2.1 days". */
export function waitWords(ms: number): string {
  if (ms < MINUTE_MS) return `${numberWords(Math.round(ms / 1000))} s`;
  if (ms < 90 * MINUTE_MS) return `${numberWords(Math.round(ms / MINUTE_MS))} min`;
  if (ms < 36 * HOUR_MS) return `${numberWords(ms / HOUR_MS, 1)} h`;
  return `${numberWords(ms / (24 * HOUR_MS), 1)} days`;
}

export function waitOr(ms: number | null, none = "–"): string {
  return ms === null ? none : waitWords(ms);
}

/** The page's first sentence: the typical wait with its uncertainty, and whether it has grown. */
export function capacitySentence(data: Capacity): { head: string; interval: string; detail: string } {
  const { total, halves } = data;
  const span = spanWords(data);
  if (total.asked === 0) {
    const detail = `Between ${span} no rule asked for one. Save a policy, and what it asks for is measured here.`;
    return { head: "No sign-off was asked for.", interval: "", detail };
  }
  if (total.medianMs === null) {
    const head =
      total.asked < WAITS_MIN
        ? `Too little data to tell: ${numberWords(total.asked)} of at least ${WAITS_MIN} requests.`
        : "Half of the sign-offs that were asked for had not come.";
    const detail = `${numberWords(total.signed)} of ${numberWords(total.asked)} requests were signed, ${span}.`;
    return { head, interval: "", detail };
  }
  const head = `Half of the sign-offs came within ${waitWords(total.medianMs)}`;
  const isBounded = total.lowMs !== null && total.highMs !== null;
  const interval = isBounded
    ? `(95 % interval ${waitWords(total.lowMs ?? 0)} to ${waitWords(total.highMs ?? 0)})`
    : "";
  return {
    head,
    interval,
    detail: `${numberWords(total.asked)} were asked for, ${span}. ${comparison(halves)}`,
  };
}

/** Two medians whose intervals do not meet differ by more than chance; of others nothing is said. */
function comparison({ earlier, later }: Capacity["halves"]): string {
  const [was, is] = [boundsOf(earlier), boundsOf(later)];
  if (was === null || is === null) return "The two halves of that time hold too little to compare.";
  const words = (one: NonNullable<typeof was>) =>
    `${waitWords(one.medianMs)} (${waitWords(one.lowMs)} to ${waitWords(one.highMs)})`;
  const halves = `${words(was)} in the first half of that time and ${words(is)} in the second`;
  if (is.lowMs > was.highMs) return `It has grown by more than chance explains: ${halves}.`;
  if (is.highMs < was.lowMs) return `It has shrunk by more than chance explains: ${halves}.`;
  return `Whether it has changed cannot be told: ${halves}.`;
}

function boundsOf({ medianMs, lowMs, highMs }: Capacity["total"]) {
  return medianMs === null || lowMs === null || highMs === null ? null : { medianMs, lowMs, highMs };
}

/** What the forecast says, in one sentence. */
export function forecastWords(forecast: ReviewForecast): string {
  const busy = Number.isFinite(forecast.utilisation)
    ? `${percentWords(forecast.utilisation)} of the time that reviewers give is asked for.`
    : "Nobody gives any time.";
  if (!forecast.stable) return `${forecast.words} ${busy}`;
  return `A review begins ${waitWords(forecast.meanWaitHours * HOUR_MS)} of working time after it was asked for, in the mean. ${busy}`;
}
