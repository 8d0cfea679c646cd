import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AI_ROLES } from "@/domain/cause/kinds";
import { INVOLVEMENTS } from "@/domain/change/kinds";
import {
  type DetectedInvolvement,
  effectiveInvolvement,
  evidenceSince,
  type KnownEvidence,
  type StatedInvolvement,
  statementsInForce,
} from "./effective";
import { EVIDENCE_GRADES } from "./grades";

const DETECTED: DetectedInvolvement = {
  involvement: "ai",
  role: "wrote-code",
  tool: "claude-code",
  model: null,
};
const NONE: DetectedInvolvement = { involvement: "none-found", role: null, tool: null, model: null };
const TRAILER: KnownEvidence = { id: "e1", grade: "trailer" };

let made = 0;
function said(kind: StatedInvolvement["kind"], given: Partial<StatedInvolvement> = {}): StatedInvolvement {
  made += 1;
  const minute = String(made % 60).padStart(2, "0");
  return {
    id: `s${String(made).padStart(4, "0")}`,
    kind,
    involvement: null,
    role: null,
    tool: null,
    model: null,
    by: "ann",
    statedAt: `2026-03-05T12:${minute}:00.000Z`,
    ...given,
  };
}

describe("AI's part as people said", () => {
  test("is what was detected, with the best grade, where nobody said anything", () => {
    const evidence: KnownEvidence[] = [{ id: "e2", grade: "branch" }, TRAILER];
    expect(effectiveInvolvement(DETECTED, evidence, [])).toEqual({
      ...DETECTED,
      standing: "detected",
      grade: "trailer",
    });
    expect(effectiveInvolvement(NONE, [], [])).toEqual({ ...NONE, standing: "detected", grade: null });
  });

  test("stands contested with its class, until the contest is withdrawn by whoever made it", () => {
    const contest = said("contested");
    const contested = { ...DETECTED, standing: "contested", grade: "trailer" };
    expect(effectiveInvolvement(DETECTED, [TRAILER], [contest])).toEqual(contested);
    expect(effectiveInvolvement(DETECTED, [TRAILER], [contest, said("withdrawn", { by: "bob" })])).toEqual(
      contested,
    );
    expect(effectiveInvolvement(DETECTED, [TRAILER], [contest, said("withdrawn")]).standing).toBe("detected");
  });

  test("is as corrected, contested or not before, and whatever evidence comes after", () => {
    const correction = said("corrected", { involvement: "none-found", by: "bob" });
    const history = [said("contested", { statedAt: "2026-03-05T11:00:00.000Z" }), correction];
    const corrected = { ...NONE, standing: "corrected", grade: null };
    expect(effectiveInvolvement(DETECTED, [TRAILER], history)).toEqual(corrected);
    const late = { ...TRAILER, id: "e9", recordedAt: "2026-03-09T00:00:00.000Z" };
    expect(effectiveInvolvement(DETECTED, [TRAILER, late], history)).toEqual(corrected);
    expect(evidenceSince([late], correction)).toEqual([late]);
    expect(evidenceSince([late], null)).toEqual([]);
  });

  test("stands contested again when a correction is contested, with the class that was corrected", () => {
    const history = [said("corrected", { involvement: "none-found", by: "bob" }), said("contested")];
    expect(effectiveInvolvement(DETECTED, [TRAILER], history)).toMatchObject({
      involvement: "none-found",
      standing: "contested",
    });
  });

  test("is AI of the lowest grade by declaration alone, and what it was once that is withdrawn", () => {
    const declaration = said("declared", { involvement: "ai", role: "advised", tool: "chatgpt" });
    const own: KnownEvidence = { id: declaration.id, grade: "declared" };
    expect(effectiveInvolvement(NONE, [own], [declaration])).toEqual({
      involvement: "ai",
      role: "advised",
      tool: "chatgpt",
      model: null,
      standing: "detected",
      grade: "declared",
    });
    expect(effectiveInvolvement(DETECTED, [own, TRAILER], [declaration])).toMatchObject({
      role: "wrote-code",
      tool: "claude-code",
      grade: "trailer",
    });
    expect(effectiveInvolvement(NONE, [own], [declaration, said("withdrawn")])).toEqual({
      ...NONE,
      standing: "detected",
      grade: null,
    });
  });

  test("is open to doubt once somebody declares AI against a correction", () => {
    const history = [
      said("corrected", { involvement: "none-found", by: "bob" }),
      said("declared", { involvement: "ai" }),
    ];
    expect(effectiveInvolvement(NONE, [], history)).toMatchObject({
      involvement: "none-found",
      standing: "contested",
    });
  });
});

const text = fc.option(fc.constantFrom("claude-code", "copilot"), { nil: null });
const role = fc.option(fc.constantFrom(...AI_ROLES), { nil: null });
const detected = fc.record({ involvement: fc.constantFrom(...INVOLVEMENTS), role, tool: text, model: text });
const evidence = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 3 }), grade: fc.constantFrom(...EVIDENCE_GRADES) }),
  { selector: ({ id }) => id, maxLength: 5 },
);
const statements = fc
  .array(
    fc.record({
      kind: fc.constantFrom("declared", "contested", "corrected", "withdrawn"),
      minute: fc.integer({ min: 0, max: 9 }),
      by: fc.constantFrom("ann", "bob", "eve"),
      involvement: fc.constantFrom(...INVOLVEMENTS),
      role,
      tool: text,
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(
      ({ kind, minute, by, involvement, ...rest }, index): StatedInvolvement => ({
        id: `s${index}`,
        kind,
        by,
        involvement: kind === "corrected" ? involvement : kind === "declared" ? "ai" : null,
        model: null,
        ...rest,
        statedAt: `2026-03-05T12:0${minute}:00.000Z`,
      }),
    ),
  );

describe("whatever people say, in whatever order", () => {
  test("order and repetition of the statements make no difference, and none is altered", () => {
    fc.assert(
      fc.property(
        detected,
        evidence,
        statements,
        fc.infiniteStream(fc.nat()),
        (found, known, said, noise) => {
          const before = structuredClone(said);
          const once = effectiveInvolvement(found, known, said);
          const shuffled = said
            .map((one) => ({ one, at: noise.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          expect(effectiveInvolvement(found, known, shuffled)).toEqual(once);
          expect(effectiveInvolvement(found, known, [...said, ...shuffled])).toEqual(once);
          expect(said).toEqual(before);
        },
      ),
    );
  });

  test("the last correction decides the class, and evidence found later moves nothing", () => {
    fc.assert(
      fc.property(detected, detected, evidence, statements, (found, later, known, said) => {
        const { correction } = statementsInForce(said);
        fc.pre(correction !== null);
        const now = effectiveInvolvement(found, [], said);
        expect(now.involvement).toBe(correction?.involvement);
        const after = effectiveInvolvement(later, known, said);
        expect({ ...after, grade: null }).toEqual({ ...now, grade: null });
      }),
    );
  });

  test("only AI has a role, a tool, a model and a grade", () => {
    fc.assert(
      fc.property(detected, evidence, statements, (found, known, said) => {
        const now = effectiveInvolvement(found, known, said);
        if (now.involvement === "ai") expect(now.grade).not.toBeNull();
        else expect(now).toMatchObject({ role: null, tool: null, model: null, grade: null });
      }),
    );
  });

  test("a contest changes the standing alone, and its withdrawal by everybody leaves none", () => {
    fc.assert(
      fc.property(detected, evidence, statements, (found, known, said) => {
        const late = (kind: StatedInvolvement["kind"], by: string): StatedInvolvement => ({
          id: `z ${kind} ${by}`,
          kind,
          by,
          involvement: null,
          role: null,
          tool: null,
          model: null,
          statedAt: `2026-03-05T13:0${kind === "contested" ? 0 : 1}:00.000Z`,
        });
        const before = effectiveInvolvement(found, known, said);
        const contested = effectiveInvolvement(found, known, [...said, late("contested", "eve")]);
        expect(contested).toEqual({ ...before, standing: "contested" });
        const everybody = ["ann", "bob", "eve"].map((by) => late("withdrawn", by));
        expect(effectiveInvolvement(found, known, [...said, ...everybody]).standing).not.toBe("contested");
      }),
    );
  });
});
