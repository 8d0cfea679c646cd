import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { breakGlass, gateDecision, repository } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { testApi } from "@/server/api/testing/api";
import { pruneGateDecisions } from "./prune";

const database = testDatabase();
const DAY_MS = 86_400_000;
const ASKED_AT = new Date("2026-03-18T12:00:00Z");
const REPOSITORY = "github.com/acme/shop";
const days = (count: number) => new Date(ASKED_AT.getTime() + count * DAY_MS);

test("a decision is kept for 400 days after it was last given; under a break-glass, for good", async () => {
  const { workspaceId } = await testApi(database, { now: ASKED_AT });
  const changeId = uuidv7();
  const repositoryId = uuidv7();
  await database.db
    .insert(repository)
    .values({ workspaceId, id: repositoryId, name: REPOSITORY, createdAt: ASKED_AT, updatedAt: ASKED_AT });
  const decide = (question: string, over: Partial<typeof gateDecision.$inferInsert> = {}) =>
    database.db.insert(gateDecision).values({
      workspaceId,
      id: uuidv7(),
      question,
      environment: "production",
      decision: "allow",
      reason: "Nothing is asked for.",
      askedBy: "Pipeline",
      firstAskedAt: ASKED_AT,
      lastAskedAt: ASKED_AT,
      ...over,
    });
  const open = (over: Partial<typeof breakGlass.$inferInsert>) =>
    database.db.insert(breakGlass).values({
      workspaceId,
      id: uuidv7(),
      environment: "production",
      reason: "Checkout is down",
      openedBy: "Ada",
      openedAt: days(-0.1),
      expiresAt: days(0.1),
      ...over,
    });
  await open({ changeId });
  await open({ repositoryId, revision: "c".repeat(40) });
  await open({ repositoryId, revision: "d".repeat(40), endedAt: days(-0.05), endedBy: "Ada" });
  await decide("old");
  await decide("asked again", { lastAskedAt: days(30) });
  await decide("let through", { changeIds: [uuidv7(), changeId] });
  await decide("let through elsewhere", { changeIds: [changeId], environment: "staging" });
  await decide("held all the same", { changeIds: [changeId], decision: "hold" });
  await decide("revision let through", { repository: REPOSITORY, revision: "c".repeat(40) });
  await decide("revision after its end", { repository: REPOSITORY, revision: "d".repeat(40) });

  const left = async (at: Date) => {
    await pruneGateDecisions(database.db, at);
    const rows = await database.db
      .select()
      .from(gateDecision)
      .where(eq(gateDecision.workspaceId, workspaceId));
    return rows.map(({ question }) => question).sort();
  };
  expect(await left(days(400))).toHaveLength(7);
  expect(await left(days(401))).toEqual(["asked again", "let through", "revision let through"]);
  expect(await left(days(4000))).toEqual(["let through", "revision let through"]);
});
