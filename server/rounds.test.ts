import { afterEach, describe, expect, test } from "vitest";
import { createLogger } from "./log/log";
import { failingRounds, type Round, takeTurn } from "./rounds";

let fault: Error | null = null;
let lines: Record<string, unknown>[] = [];

const round: Round = {
  name: "reminders",
  everyMs: 30_000,
  work: async () => {
    if (fault !== null) throw fault;
  },
  meanwhile: "nobody is told of what falls due",
};

async function turnAt(second: number): Promise<void> {
  const log = createLogger("debug", (line) => lines.push(JSON.parse(line)));
  await takeTurn(round, () => ({ nowMs: Date.parse("2026-03-18T12:00:00Z") + second * 1000, log }));
}

const levels = () => lines.map(({ level }) => level);

afterEach(async () => {
  fault = null;
  await turnAt(0);
  lines = [];
});

describe("a round that fails", () => {
  test("is a warning at first, and an error with what it means once it has failed for a minute", async () => {
    fault = new Error("permission denied for table notification");
    for (const second of [0, 30, 60]) await turnAt(second);
    expect(levels()).toEqual(["warn", "warn", "error"]);
    expect(lines.at(-1)).toMatchObject({
      round: "reminders",
      times: 3,
      since: "2026-03-18T12:00:00.000Z",
      err: { message: fault.message },
      msg: expect.stringMatching(/nobody is told of what falls due\. Mend what err says/),
    });
  });

  test("is told as an error anew only every hour, and that it goes well again once", async () => {
    fault = new Error("down");
    for (const second of [0, 30, 60, 90, 3_600, 3_660, 3_690]) await turnAt(second);
    fault = null;
    for (const second of [3_720, 3_750]) await turnAt(second);
    expect(levels()).toEqual(["warn", "warn", "error", "error", "warn"]);
    expect(lines.at(-1)?.msg).toBe("reminders: goes well again.");
  });

  test("is no error for the moments in which a database restarts, however often it is tried", async () => {
    fault = new Error("down");
    for (const second of [0, 2, 4, 6, 8]) await turnAt(second);
    fault = null;
    await turnAt(10);
    expect(levels()).toEqual(["warn", "warn", "warn", "warn", "warn"]);
  });

  test("stands among the failing ones, by name and since when, until it goes well", async () => {
    fault = new Error("down");
    for (const second of [0, 30]) await turnAt(second);
    expect(failingRounds()).toEqual([{ round: "reminders", since: "2026-03-18T12:00:00.000Z", times: 2 }]);
    fault = null;
    await turnAt(60);
    expect(failingRounds()).toEqual([]);
  });
});
