import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import {
  aiEvidence,
  changeDetail,
  changeTelling,
  codeCommit,
  deploymentCarries,
  involvementStatement,
  person,
  repository,
} from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { findServiceIds } from "@/server/service/queries";
import { getChange } from "./queries";
import { changeSummaries } from "./summary";
import { putChanges } from "./testing/rows";
import { toolsOnRecord } from "./tools-on-record";

const database = testDatabase();
const NOW = "2026-03-18T12:00:00Z";

const ledger = () =>
  makeWorkspace(database.db, { now: NOW, services: [{ slug: "checkout" }, { slug: "search" }] });

test("the tools on record are those of this workspace's AI changes, each once, known to the detector or not", async () => {
  const [ctx, other] = [await ledger(), await ledger()];
  const at = "2026-03-10T10:00:00Z";
  const ai = { at, involvement: "ai", aiRole: "wrote-code", aiGrade: "trailer" } as const;
  await putChanges(ctx, [
    { ...ai, aiTool: "House Assistant" },
    { ...ai, aiTool: "claude", at: "2025-03-10T10:00:00Z" },
    { ...ai, aiTool: "claude" },
    { ...ai, aiTool: null },
    { at },
  ]);
  await putChanges(other, [{ ...ai, aiTool: "cursor" }]);
  expect((await toolsOnRecord(ctx)).sort()).toEqual(["House Assistant", "claude"]);
});

describe("summaries of changes", () => {
  test("are found in whatever months they lie, and the missing left out", async () => {
    const ctx = await ledger();
    const instants = ["2024-12-31T23:59:59.999Z", "2025-01-01T00:00:00Z", "2026-03-10T10:00:00Z"];
    const ids = await putChanges(
      ctx,
      instants.map((at) => ({ at })),
    );
    const keys = ids.map((id, index) => ({ id, at: new Date(instants[index] ?? NOW) }));
    const found = await changeSummaries(ctx, [...keys, { id: uuidv7(), at: new Date(NOW) }]);
    expect(ids.map((id) => found.get(id)?.at)).toEqual(
      instants.map((instant) => new Date(instant).toISOString()),
    );
    expect(found.size).toBe(3);
  });

  test("call services, repository and author by their present names", async () => {
    const ctx = await ledger();
    const [authorId, repositoryId] = [uuidv7(), uuidv7()];
    const times = { createdAt: ctx.now, updatedAt: ctx.now };
    await database.db
      .insert(person)
      .values({ workspaceId: ctx.workspaceId, id: authorId, name: "Priya Nair", ...times });
    await database.db
      .insert(repository)
      .values({ workspaceId: ctx.workspaceId, id: repositoryId, name: "github.com/acme/shop", ...times });
    const services = await findServiceIds(ctx, ["search", "checkout"]);
    const at = "2026-03-10T10:00:00Z";
    const [id = ""] = await putChanges(ctx, [
      {
        at,
        authorId,
        repositoryId,
        authorName: "pnair",
        authorLevel: "senior",
        serviceIds: [...services.values()],
      },
    ]);
    const summary = (await changeSummaries(ctx, [{ id, at: new Date(at) }])).get(id);
    expect(summary?.services).toEqual([
      { slug: "checkout", name: "CHECKOUT" },
      { slug: "search", name: "SEARCH" },
    ]);
    expect(summary?.repository).toBe("github.com/acme/shop");
    expect(summary?.author).toEqual({
      personId: authorId,
      name: "Priya Nair",
      level: "senior",
      isBot: false,
    });
  });

  test("show AI's part only where AI took part", async () => {
    const ctx = await ledger();
    const at = "2026-03-10T10:00:00Z";
    const told = { aiRole: "wrote-code", aiTool: "claude-code", aiGrade: "trailer" } as const;
    const ids = await putChanges(ctx, [
      { at, involvement: "ai", ...told },
      { at, involvement: "none-found", involvementStanding: "corrected", ...told },
    ]);
    const found = await changeSummaries(
      ctx,
      ids.map((id) => ({ id, at: new Date(at) })),
    );
    expect(ids.map((id) => found.get(id)?.ai)).toEqual([
      { role: "wrote-code", tool: "claude-code", model: null, grade: "trailer" },
      null,
    ]);
  });
});

describe("one change", () => {
  test("is shown whole, with its best evidence first and what people said newest first", async () => {
    const ctx = await ledger();
    const at = "2026-03-10T10:00:00Z";
    const [id = "", deployment = ""] = await putChanges(ctx, [
      { at, involvement: "ai", aiGrade: "trailer", revision: "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00" },
      { at: "2026-03-11T09:00:00Z", kind: "deployment" },
    ]);
    const of = { workspaceId: ctx.workspaceId, changeId: id };
    const repositoryId = uuidv7();
    const times = { createdAt: ctx.now, updatedAt: ctx.now };
    await database.db
      .insert(repository)
      .values({ workspaceId: ctx.workspaceId, id: repositoryId, name: "github.com/acme/shop", ...times });
    await database.db.insert(changeDetail).values({
      ...of,
      description: "Why",
      labels: ["ai"],
      facts: { title: { value: "x", source: "github", rank: 2, asOf: at } },
    });
    await database.db.insert(aiEvidence).values(
      (["declared", "trailer"] as const).map((grade) => ({
        ...of,
        id: uuidv7(),
        grade,
        quote: grade,
        foundIn: "message",
        recordedAt: ctx.now,
      })),
    );
    await database.db.insert(involvementStatement).values(
      (["contested", "withdrawn"] as const).map((kind, index) => ({
        ...of,
        id: uuidv7(),
        kind,
        reason: kind,
        statedBy: "Ada",
        statedAt: new Date(ctx.now.getTime() + index),
      })),
    );
    await database.db.insert(codeCommit).values({
      ...of,
      repositoryId,
      revision: "aaaa1111",
      message: "First",
      authorName: "Bo",
      authorEmail: "bo@example.com",
      committerName: "Bo",
      committerEmail: "bo@example.com",
    });
    await database.db.insert(changeTelling).values({
      ...of,
      id: uuidv7(),
      source: "github",
      what: "push",
      toldAt: ctx.now,
    });
    await database.db.insert(deploymentCarries).values({
      workspaceId: ctx.workspaceId,
      deploymentId: deployment,
      changeId: id,
      deploymentAt: new Date("2026-03-11T09:00:00Z"),
      changeAt: new Date(at),
      stated: true,
    });
    const shown = await getChange(ctx, id);
    expect(shown.ref).toBe("c0ffee00");
    expect(shown.evidence.map(({ grade }) => grade)).toEqual(["trailer", "declared"]);
    expect(shown.statements.map(({ kind }) => kind)).toEqual(["withdrawn", "contested"]);
    expect(shown.commits.map(({ message }) => message)).toEqual(["First"]);
    expect(shown.facts).toEqual([{ field: "title", source: "github", asOf: at }]);
    expect(shown.tellings).toEqual([{ source: "github", what: "push", toldAt: NOW.replace("Z", ".000Z") }]);
    expect(shown.carriedBy.map((one) => one.id)).toEqual([deployment]);
    expect((await getChange(ctx, deployment)).carries.map((one) => one.id)).toEqual([id]);
  });

  test("of another workspace is not there", async () => {
    const [own, other] = [await ledger(), await ledger()];
    const [id = ""] = await putChanges(other, [{ at: NOW }]);
    await expect(getChange(own, id)).rejects.toThrow("No change");
  });
});
