import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { aiEvidence } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Role } from "@/domain/access/roles";
import { changeInputSchema } from "@/domain/change/schema";
import type { Ctx } from "@/server/context";
import { at, makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "@/server/person/add";
import { moveInRollup, WHOLE_WORKSPACE } from "./day-rollup";
import { getChange } from "./queries";
import { recordChanges } from "./record";
import { involvementAbilities, stateInvolvement } from "./state-involvement";
import { type GivenChange, putChanges } from "./testing/rows";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";
const LIVE_AT = "2026-03-09T10:00:00.000Z";

const workspace = () => makeWorkspace(database.db, { now: NOW, services: [{ slug: "checkout" }] });

const as = (ctx: Ctx, name: string, role: Role, personId: string | null = null): Ctx => ({
  ...ctx,
  actor: {
    kind: "user",
    id: `user-${name}`,
    name,
    email: `${name}@x.example`,
    personId,
    grants: [{ role, teamId: null }],
  },
});

/** A change that was detected to be AI by a trailer, counted in the figures. */
async function aiChange(ctx: Ctx, given: Partial<GivenChange> = {}) {
  const [id = ""] = await putChanges(ctx, [
    {
      at: LIVE_AT,
      involvement: "ai",
      aiRole: "wrote-code",
      aiTool: "claude-code",
      aiGrade: "trailer",
      ...given,
    },
  ]);
  const involvement = given.involvement ?? "ai";
  const after = { id, atMs: Date.parse(LIVE_AT), serviceIds: [], involvement, failed: false };
  await moveInRollup(ctx, [{ before: null, after }]);
  if (involvement === "ai") {
    await database.db.insert(aiEvidence).values({
      workspaceId: ctx.workspaceId,
      changeId: id,
      id: uuidv7(),
      grade: "trailer",
      tool: "claude-code",
      quote: "Co-Authored-By: Claude <noreply@anthropic.com>",
      foundIn: "message",
      recordedAt: new Date(LIVE_AT),
    });
  }
  return id;
}

async function counted(ctx: Ctx): Promise<Record<string, number>> {
  const result = await database.db.execute<{ involvement: string; changes: number }>(sql`
    select involvement, sum(changes)::int as changes from change_day
    where workspace_id = ${ctx.workspaceId} and service_id = ${WHOLE_WORKSPACE} group by 1 having sum(changes) <> 0`);
  return Object.fromEntries(result.rows.map((row) => [row.involvement, row.changes]));
}

describe("saying what AI's part was", () => {
  test("a contest by any member stands with its reason, and leaves the class and the figures", async () => {
    const ctx = await workspace();
    const id = await aiChange(ctx);
    const contested = await stateInvolvement(as(ctx, "Viv", "viewer"), {
      id,
      version: 1,
      kind: "contested",
      reason: "Typed by hand; the trailer is a template's.",
    });
    expect(contested).toMatchObject({ involvement: "ai", involvementStanding: "contested", version: 2 });
    expect(contested.statements).toMatchObject([{ kind: "contested", statedBy: "Viv" }]);
    expect(await counted(ctx)).toEqual({ ai: 1 });
  });

  test("a correction decides it: class, figures, what was detected beside it, and the trail", async () => {
    const ctx = await workspace();
    const id = await aiChange(ctx);
    const later = at(ctx, "2026-03-10T13:00:00.000Z");
    await stateInvolvement(as(ctx, "Viv", "viewer"), { id, kind: "contested", reason: "By hand." });
    const corrected = await stateInvolvement(as(later, "Rae", "reviewer"), {
      id,
      kind: "corrected",
      involvement: "none-found",
      reason: "Checked the session: no tool was open.",
    });
    expect(corrected).toMatchObject({
      involvement: "none-found",
      involvementStanding: "corrected",
      ai: null,
      detected: { involvement: "ai", tool: "claude-code" },
    });
    expect(corrected.statements.map(({ kind }) => kind)).toEqual(["corrected", "contested"]);
    expect(corrected.evidence).toHaveLength(1);
    expect(await counted(ctx)).toEqual({ "none-found": 1 });
    const trail = await database.db.execute<{ action: string }>(sql`
      select action from audit_event where workspace_id = ${ctx.workspaceId} order by at, id`);
    expect(trail.rows.map(({ action }) => action)).toEqual([
      "change.contest-involvement",
      "change.correct-involvement",
    ]);
  });

  test("an author's declaration makes AI of the lowest grade, and its withdrawal what it was", async () => {
    const ctx = await workspace();
    const ada = await addPerson(ctx, { name: "Ada", handles: ["ada-l"], level: "mid" });
    const id = await aiChange(ctx, {
      involvement: "none-found",
      aiRole: null,
      aiTool: null,
      aiGrade: null,
      authorId: ada.id,
    });
    const self = as(ctx, "Ada", "viewer", ada.id);
    const declared = await stateInvolvement(self, {
      id,
      kind: "declared",
      tool: "chatgpt",
      reason: "Asked for the query.",
    });
    expect(declared).toMatchObject({
      involvement: "ai",
      involvementStanding: "detected",
      ai: { role: "wrote-code", tool: "chatgpt", grade: "declared" },
      evidence: [{ grade: "declared", quote: "Asked for the query.", foundIn: "statement" }],
    });
    expect(await counted(ctx)).toEqual({ ai: 1 });
    const withdrawn = await stateInvolvement(at(self, "2026-03-10T13:00:00.000Z"), {
      id,
      kind: "withdrawn",
      reason: "Another change's.",
    });
    expect(withdrawn).toMatchObject({ involvement: "none-found", evidence: [] });
    expect(withdrawn.statements).toHaveLength(2);
    expect(await counted(ctx)).toEqual({ "none-found": 1 });
  });

  test("nobody corrects their own change, a viewer corrects none, and nothing is withdrawn that one did not say", async () => {
    const ctx = await workspace();
    const ada = await addPerson(ctx, { name: "Ada", handles: ["ada-l"], level: "mid" });
    const id = await aiChange(ctx, { authorId: ada.id });
    const correct = (who: Ctx) =>
      stateInvolvement(who, { id, kind: "corrected", involvement: "none-found", reason: "No." });
    await expect(correct(as(ctx, "Ada", "reviewer", ada.id))).rejects.toMatchObject({ code: "not-allowed" });
    await expect(correct(as(ctx, "Viv", "viewer"))).rejects.toMatchObject({ code: "not-allowed" });
    await expect(
      stateInvolvement(as(ctx, "Viv", "viewer"), { id, kind: "withdrawn", reason: "No." }),
    ).rejects.toMatchObject({ code: "nothing-to-withdraw" });
    await expect(
      stateInvolvement(as(ctx, "Rae", "reviewer"), { id, kind: "corrected", reason: "No." }),
    ).rejects.toMatchObject({ code: "invalid-value", field: "involvement" });
    expect(await involvementAbilities(as(ctx, "Ada", "reviewer", ada.id), id)).toEqual({
      isOwn: true,
      contest: true,
      declare: true,
      correct: false,
      withdraw: false,
    });
    expect((await getChange(ctx, id)).statements).toEqual([]);
  });

  test("a statement made from an older version is refused, and two at once both stand", async () => {
    const ctx = await workspace();
    const id = await aiChange(ctx);
    const contest = (name: string, version: number | null) =>
      stateInvolvement(as(ctx, name, "viewer"), {
        id,
        version,
        kind: "contested",
        reason: `${name} says no.`,
      });
    await expect(contest("Viv", 7)).rejects.toMatchObject({ code: "version-mismatch" });
    await Promise.all(["Viv", "Wim", "Xia", "Yan"].map((name) => contest(name, null)));
    expect(await getChange(ctx, id)).toMatchObject({ version: 5, statements: { length: 4 } });
  });

  test("what a source tells later moves neither a correction nor a declaration, and is on record", async () => {
    const ctx = await workspace();
    const trailer = "Co-Authored-By: Claude <noreply@anthropic.com>";
    const tell = async (who: Ctx, externalId: string, messages: readonly string[]) => {
      const commits = messages.map((message, index) => ({ revision: `abcdef${index}`, message }));
      const input = changeInputSchema.parse({
        kind: "code",
        title: "Round totals",
        source: "ci",
        externalId,
        deployedAt: LIVE_AT,
        commits,
      });
      const [told] = await recordChanges(who, [{ input, source: "api", what: "test" }]);
      return told !== undefined && "id" in told ? told.id : "";
    };
    const later = at(ctx, "2026-03-10T14:00:00.000Z");
    const reviewer = as(at(ctx, "2026-03-10T13:00:00.000Z"), "Rae", "reviewer");

    const corrected = await tell(ctx, "a", [trailer]);
    await stateInvolvement(reviewer, {
      id: corrected,
      kind: "corrected",
      involvement: "none-found",
      reason: "No.",
    });
    expect(await tell(later, "a", [trailer, `More\n\n${trailer.replace("Claude", "Claude Opus 4.5")}`])).toBe(
      corrected,
    );
    expect(await getChange(ctx, corrected)).toMatchObject({
      involvement: "none-found",
      involvementStanding: "corrected",
      detected: { involvement: "ai" },
      evidence: [{ recordedAt: NOW }, { recordedAt: "2026-03-10T14:00:00.000Z" }],
    });

    const declared = await tell(ctx, "b", ["By hand"]);
    await stateInvolvement(reviewer, {
      id: declared,
      kind: "declared",
      tool: "chatgpt",
      reason: "Asked it.",
    });
    await tell(later, "b", ["By hand", "By hand, again"]);
    expect(await getChange(ctx, declared)).toMatchObject({
      involvement: "ai",
      ai: { tool: "chatgpt", grade: "declared" },
      detected: { involvement: "none-found" },
      evidence: [{ foundIn: "statement", quote: "Asked it." }],
    });
    expect(await counted(ctx)).toEqual({ "none-found": 1, ai: 1 });
  });
});
