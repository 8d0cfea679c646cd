import { MINUTE_MS } from "@/domain/calendar/zone";
import { windowTest } from "./conditions";
import type { Rule, RuleConditions } from "./policy";

/** A stretch of time up to the next one. Those of one kind are in the same windows, and in effect for the same rules. */
export interface Stretch {
  fromMs: number;
  kind: number;
}

/** Clocks of all zones differ by whole quarters of an hour from each other. */
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * Cuts a span of time wherever one of the rules begins or ceases to apply, so that what happened within stretches of one
 * kind is alike to all of them. One stretch where no rule looks at the time.
 */
export function timeStretches(
  rules: readonly Rule[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Stretch[] {
  const tests = rules.flatMap(testsOf);
  if (tests.length === 0) return [{ fromMs, kind: 0 }];
  const kinds = new Map<string, number>();
  const stretches: Stretch[] = [];
  for (const atMs of possibleCuts(rules, { fromMs, toMs })) {
    const name = tests.map((test) => (test(atMs) ? "1" : "0")).join("");
    const kind = kinds.get(name) ?? kinds.size;
    kinds.set(name, kind);
    if (stretches.at(-1)?.kind !== kind) stretches.push({ fromMs: atMs, kind });
  }
  return stretches;
}

function testsOf({ when, effectiveFrom, effectiveTo }: Rule): ((atMs: number) => boolean)[] {
  const isOpen = windowTest(when);
  return [
    ...(isOpen === null ? [] : [isOpen]),
    ...[effectiveFrom, effectiveTo].flatMap((text) => {
      if (text == null) return [];
      const edgeMs = Date.parse(text);
      return [(atMs: number) => atMs >= edgeMs];
    }),
  ];
}

/** Every instant of the span at which something may change, in order. */
function possibleCuts(rules: readonly Rule[], { fromMs, toMs }: { fromMs: number; toMs: number }): number[] {
  const edges = rules.flatMap(({ when, effectiveFrom, effectiveTo }) => [
    ...[effectiveFrom, effectiveTo].flatMap((text) => (text == null ? [] : [Date.parse(text)])),
    ...(when.windows ?? []).flatMap((one) =>
      "from" in one ? [Date.parse(one.from), Date.parse(one.to)] : [],
    ),
  ]);
  const cuts = [fromMs, ...edges.filter((ms) => ms > fromMs && ms < toMs)];
  const minutes = weeklyMinutes(rules.map(({ when }) => when));
  if (minutes.length > 0) {
    for (
      let quarterMs = Math.floor(fromMs / QUARTER_MS) * QUARTER_MS;
      quarterMs < toMs;
      quarterMs += QUARTER_MS
    ) {
      for (const minute of minutes) {
        const atMs = quarterMs + minute * MINUTE_MS;
        if (atMs > fromMs && atMs < toMs) cuts.push(atMs);
      }
    }
  }
  return cuts.sort((a, b) => a - b);
}

/** The minutes of a quarter of an hour at which weekly windows may open or close, in every zone; their days begin at 0. */
function weeklyMinutes(conditions: readonly RuleConditions[]): number[] {
  const minutes = conditions.flatMap(({ windows = [] }) =>
    windows.flatMap((one) =>
      "from" in one ? [] : [one.fromTime, one.toTime].map((time) => Number(time.slice(3, 5)) % 15),
    ),
  );
  return minutes.length === 0 ? [] : [...new Set([0, ...minutes])].sort((a, b) => a - b);
}
