import { describe, expect, test } from "vitest";
import { causeOffered } from "./cause-offer";
import type { IncidentChange } from "./incident-change-schema";
import type { ChangeSummary } from "./schema";
import { linkedChange } from "./testing/linked-change";

const AI: Partial<ChangeSummary> = {
  involvement: "ai",
  ai: { role: "wrote-code", tool: "an assistant", model: null, grade: "trailer" },
};

const linked = (change: Partial<ChangeSummary> = AI, link: Partial<IncidentChange> = {}) =>
  linkedChange(
    { ref: null, pullRequest: null, services: [], verdict: "cause", ...change },
    { verdict: "cause", ...link },
  );

describe("the cause that a verdict suggests", () => {
  test("is the AI cause of the part that AI had, with the change and its best evidence", () => {
    const evidence = ["best", "other"].map((id) => ({
      id,
      grade: "trailer" as const,
      tool: null,
      quote: "Co-Authored-By: an assistant",
      foundIn: "message",
      revision: null,
      recordedAt: "2026-03-10T08:00:00Z",
      generated: false,
    }));
    expect(causeOffered(linked(AI, { evidence }))).toEqual({
      kind: "genai-assisted-change",
      aiRole: "wrote-code",
      tool: "an assistant",
      claim: "confirmed",
      changeId: "change",
      evidenceId: "best",
    });
    const acted = {
      ...AI,
      ai: { role: "acted" as const, tool: null, model: null, grade: "attested" as const },
    };
    expect(causeOffered(linked(acted))).toMatchObject({ kind: "agent-action", evidenceId: null });
    expect(causeOffered(linked({ ...AI, kind: "agent-action" }))).toMatchObject({ kind: "agent-action" });
  });

  test("is only a claim while somebody contests the tag", () => {
    expect(causeOffered(linked({ ...AI, involvementStanding: "contested" }))?.claim).toBe("claimed");
  });

  test("is none where no evidence of AI was found, or the change did not cause it", () => {
    for (const involvement of ["none-found", "unknown", "automation"] as const) {
      expect(causeOffered(linked({ involvement }))).toBeNull();
    }
    for (const verdict of ["suspect", "contributing", "cleared"] as const) {
      expect(causeOffered(linked(AI, { verdict }))).toBeNull();
    }
  });
});
