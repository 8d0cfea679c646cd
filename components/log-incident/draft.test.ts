import { describe, expect, test } from "vitest";
import type { TypedTime } from "@/components/incident/typed-time";
import { incidentInputSchema } from "@/domain/incident/schema";
import {
  absorbLine,
  emptyDraft,
  inputOf,
  type LineReader,
  lineTokens,
  problemsOf,
  removePart,
  setImpact,
  setSeverity,
  setTime,
} from "./draft";

const nowMs = Date.parse("2026-04-07T16:12:00Z");
const twentyAgo: TypedTime = { text: "20 min ago", ms: nowMs - 20 * 60_000, reason: null };
const reader: LineReader = {
  serviceNamed: (name) => (["payments", "checkout"].includes(name) ? name : null),
  readTime: (text) => (text === "20 min ago" ? twentyAgo : { text, ms: null, reason: "not a time" }),
};
const draft = emptyDraft("key-1");

describe("the line of a draft", () => {
  test("moves settled tokens into the fields and keeps what is still being typed", () => {
    const typed = absorbLine(draft, "sev2 @payments major @check", reader, false);
    expect(typed.severity).toBe("SEV2");
    expect(typed.impacts).toEqual([{ service: "payments", amount: { level: "major" } }]);
    expect(typed.rest).toBe("@check");
  });

  test("takes the rest too on Enter, with major where no loss was named", () => {
    const typed = absorbLine(draft, "@checkout from 20 min ago", reader, true);
    expect(typed.impacts).toEqual([{ service: "checkout", amount: { level: "major" } }]);
    expect(typed.times.impactStartedAt).toBe(twentyAgo);
    expect(typed.rest).toBe("");
  });

  test("keeps what it does not understand in view and says so", () => {
    const typed = absorbLine(draft, "@nowhere sev1 from never ", reader, true);
    expect(typed.rest.trim()).toBe("@nowhere from never");
    expect(problemsOf(typed).line).toContain("@nowhere");
  });

  test("does not swallow the space after a word, or words would run together while typing", () => {
    expect(absorbLine(draft, "hello ", reader, false).rest).toBe("hello ");
  });

  test("shows its tokens in the order they were set, whichever control set them", () => {
    const typed = setSeverity(setImpact(draft, "payments", { fraction: 0.3 }), "SEV1");
    expect(lineTokens(typed).map((token) => `${token.mark} ${token.detail}`.trim())).toEqual([
      "@payments 30 %",
      "sev1",
    ]);
    expect(lineTokens(removePart(typed, "@payments")).map((token) => token.mark)).toEqual(["sev1"]);
  });
});

describe("a draft", () => {
  test("needs a title, a severity and a service, and nothing else", () => {
    expect(Object.keys(problemsOf(draft)).sort()).toEqual(["impacts", "severity", "title"]);
    const enough = setSeverity(
      setImpact({ ...draft, title: "Down" }, "payments", { level: "major" }),
      "SEV2",
    );
    expect(problemsOf(enough)).toEqual({});
    expect(incidentInputSchema.parse(inputOf(enough))).toEqual({
      title: "Down",
      severity: "SEV2",
      impacts: [{ service: "payments", level: "major" }],
    });
  });

  test("names the field of a time that is not understood", () => {
    const typed = setTime(draft, "resolvedAt", { text: "later", ms: null, reason: "not a time" });
    expect(problemsOf(typed).resolvedAt).toBe("not a time");
  });

  test("sends what an AI cause carries, and for other causes leaves it out", () => {
    const base = { ...draft, title: "x", tool: "Assistant", aiRole: "advised" as const };
    const ai = inputOf({ ...base, cause: "genai-assisted-change" });
    expect(ai.causes?.[0]).toMatchObject({ tool: "Assistant", aiRole: "advised", status: "suspected" });
    expect(inputOf({ ...base, cause: "dns" }).causes?.[0]).not.toHaveProperty("tool");
  });
});
