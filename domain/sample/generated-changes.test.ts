import { describe, expect, test } from "vitest";
import { changeInputSchema } from "@/domain/change/schema";
import { toolNamedIn } from "@/domain/provenance/naming";
import type { SampleChange } from "./change-texts";
import { generatedChanges } from "./generated-changes";
import { generatedIncidents } from "./generated-incidents";
import { PUBLIC_INCIDENTS } from "./public-record";
import { generatedAiUse, generatedRoster } from "./roster";

const now = Date.parse("2026-11-21T04:00:00Z");
const people = generatedRoster();
const uses = generatedAiUse(people, "2026-11-21");
const ledgerAt = (nowMs: number) => {
  const incidents = [...PUBLIC_INCIDENTS, ...generatedIncidents(nowMs)];
  const { weeks, ...known } = generatedChanges({ people, uses, incidents, nowMs });
  return { changes: [...weeks()].flat(), ...known };
};
const ledger = ledgerAt(now);

describe("the sample's ledger", () => {
  test("has two years of changes, each once, none of them ahead of the clock", () => {
    expect(ledger.changes.length).toBeGreaterThan(30_000);
    expect(ledger.changes.length).toBeLessThan(40_000);
    const names = new Set(ledger.changes.map(({ input }) => `${input.source} ${input.externalId}`));
    expect(names.size).toBe(ledger.changes.length);
    expect(ledger.changes.every(({ atMs }) => atMs < now)).toBe(true);
  });

  test("tells of changes as the contract has them", () => {
    for (const { input } of ledger.changes.filter((_, index) => index % 50 === 0)) {
      expect(changeInputSchema.safeParse(input).error?.issues ?? []).toEqual([]);
    }
  });

  test("names no real tool", () => {
    const texts = new Set(
      ledger.changes.flatMap(({ input }) => [
        input.title,
        ...(input.commits ?? []).flatMap(({ message, notes }) => [
          message.split("\n\n").at(-1) ?? "",
          ...(notes ?? []),
        ]),
      ]),
    );
    for (const text of texts) expect(toolNamedIn(text, { short: false }), text).toBeNull();
  });

  test("shows of AI's part a good deal, and not all", () => {
    const ai = ledger.changes.filter(({ truth }) => truth === "ai");
    const silent = ai.filter(({ input: { ai: declared, labels, commits } }) => {
      const text = (commits ?? []).map(
        ({ message, notes, authorName }) => `${message} ${notes ?? ""} ${authorName}`,
      );
      return (
        declared == null &&
        !labels?.includes("ai-assisted") &&
        !/\bAI\b|-ai\[bot\]|Kestrel Assistant/.test(text.join())
      );
    });
    expect(silent.length / ai.length).toBeGreaterThan(0.08);
    expect(silent.length / ai.length).toBeLessThan(0.3);
  });

  test("has AI in what broke something somewhat more often than in all, and less of it looked at once people had left", () => {
    const since = (day: string) => (change: SampleChange) => change.atMs >= Date.parse(day);
    const shareOf = (some: SampleChange[], has: (one: SampleChange) => boolean) =>
      some.filter(has).length / some.length;
    const isAi = ({ truth }: SampleChange) => truth === "ai";
    const broke = [...ledger.culprits];
    const all = ledger.changes.filter(({ input }) => input.kind !== "deployment");
    const ratio =
      shareOf(broke.filter(since("2026-05-25")), isAi) / shareOf(all.filter(since("2026-05-25")), isAi);
    expect(ratio).toBeGreaterThan(1.02);
    expect(ratio).toBeLessThan(1.7);
    const committed = broke.filter(({ input }) => input.revision != null);
    const isReviewed = ({ input }: SampleChange) => (input.reviewers ?? []).length > 0;
    const before = committed.filter((change) => !since("2025-10-28")(change));
    expect(shareOf(before, isReviewed)).toBeGreaterThan(0.6);
    expect(shareOf(committed.filter(since("2026-01-28")), isReviewed)).toBeLessThan(0.5);
  });

  test("grows with the clock without becoming another, but for the incidents of the last hours", () => {
    const before = now - 40 * 86_400_000;
    const known = new Set(ledger.changes.map(({ input }) => input.externalId));
    const earlier = ledgerAt(before).changes.filter(({ atMs }) => atMs < before - 3 * 86_400_000);
    expect(earlier.filter(({ input }) => !known.has(input.externalId))).toEqual([]);
  });

  test("traces no incident of the public record and none of the last three weeks", () => {
    expect(ledger.verdicts.length).toBeGreaterThan(250);
    for (const { incident, change, statedAt } of ledger.verdicts) {
      expect(incident.record).toBe("generated");
      expect(Date.parse(incident.impactStartedAt)).toBeLessThan(now - 21 * 86_400_000);
      expect(change.atMs).toBeLessThan(Date.parse(incident.impactStartedAt));
      expect(Date.parse(statedAt)).toBeGreaterThan(Date.parse(incident.impactStartedAt));
    }
  });
});
