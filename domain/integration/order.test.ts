import { describe, expect, test } from "vitest";
import { foldOf, readEvents } from "./testing/fold";
import { disorder, githubHistory } from "./testing/github-history";

const SEEDS = 6;
const EVENTS = 5000;

describe("what is kept of a repository's events does not depend on their order", () => {
  test("the history that is generated has every kind of event and nothing that cannot be read", () => {
    const events = githubHistory(1, EVENTS);
    const kinds = new Set(events.map(({ event }) => event));
    expect([...kinds].sort()).toEqual([
      "deployment",
      "deployment_status",
      "pull_request",
      "pull_request_review",
      "push",
      "release",
      "workflow_run",
    ]);
    const unreadable = [...readEvents(events).values()].filter(({ kind }) => kind === "unreadable");
    expect(unreadable).toEqual([]);
  });

  // The benchmark of webhooks (bench/webhooks.ts) does the same with fifty seeds, and through the database.
  test(`with 30 % delivered twice and 30 % in another's place, over ${EVENTS} events for ${SEEDS} seeds`, () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const events = githubHistory(seed, EVENTS);
      const readings = readEvents(events);
      const late = disorder(events, { seed, twice: 0.3, shuffled: 0.3 });
      expect(late.length).toBeGreaterThan(EVENTS * 1.2);
      const isSame = foldOf(late, readings) === foldOf(events, readings);
      expect(isSame, `seed ${seed}`).toBe(true);
    }
  }, 120_000);
});
