import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { breakGlass, notification, signOffRequest, workspace } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { NOTIFICATION_EVENTS } from "@/domain/notification/events";
import { createChannel } from "./create";
import { remind } from "./remind";

const database = testDatabase();
const NOW = new Date("2026-03-18T12:00:00Z");
const workspaceId = uuidv7();
const changeId = uuidv7();
const minutesOn = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

type Row = typeof signOffRequest.$inferInsert;
const request = (title: string, dueAt: Date | null, given: Partial<Row> = {}): Row => ({
  workspaceId,
  id: uuidv7(),
  subject: "change",
  state: "waiting",
  holds: true,
  policyVersion: 1,
  ruleId: "senior",
  ruleName: "Senior",
  mode: "enforce",
  reason: "“Senior” asks for the approval of a senior.",
  missingApprovals: 1,
  minimumLevel: "senior",
  environment: "production",
  kind: "code",
  title,
  involvement: "ai",
  requestedAt: minutesOn(-120),
  dueAt,
  createdAt: NOW,
  updatedAt: NOW,
  ...given,
});

const glass = (reason: string, expiresAt: Date, given: Partial<typeof breakGlass.$inferInsert> = {}) => ({
  workspaceId,
  id: uuidv7(),
  revision: "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
  environment: "production",
  reason,
  openedBy: "Ada",
  openedAt: minutesOn(-300),
  expiresAt,
  ...given,
});

beforeAll(async () => {
  const { db } = database;
  await db
    .insert(workspace)
    .values({ workspaceId, slug: "acme", name: "Acme", timeZone: "UTC", createdAt: NOW, updatedAt: NOW });
  await createChannel(
    { db, actor: { kind: "system", name: "tests" }, now: NOW, workspaceId, requestId: "tests" },
    { kind: "slack", name: "Chat", url: "https://hooks.example.com/in", events: [...NOTIFICATION_EVENTS] },
  );
  await db
    .insert(signOffRequest)
    .values([
      request("Soon", minutesOn(10)),
      request("Over", minutesOn(-10)),
      request("Later", minutesOn(60)),
      request("Long over", minutesOn(-3000)),
      request("Signed", minutesOn(-10), { state: "satisfied", changeId: uuidv7() }),
      request("Let through", minutesOn(-10), { state: "waived", changeId }),
      request("No goal", null),
    ]);
  await db
    .insert(breakGlass)
    .values([
      glass("over", minutesOn(-5), { changeId, revision: null }),
      glass("open", minutesOn(5)),
      glass("ended early", minutesOn(50), { endedAt: minutesOn(-1) }),
      glass("reviewed", minutesOn(-5), { reviewedAt: minutesOn(-1) }),
    ]);
});

test("what falls due, or is over and not looked at, is told of once", async () => {
  await remind(database.db, NOW);
  await remind(database.db, minutesOn(1));
  const rows = await database.db.select().from(notification);
  const told = rows.map(({ event, payload }) => {
    const { facts, title } = payload as { facts: { name: string; value: string }[]; title: string };
    return `${event}: ${facts.find(({ name }) => name === "Reason")?.value ?? title}`;
  });
  expect(told.sort()).toEqual([
    "break-glass.to-review: ended early",
    "break-glass.to-review: over",
    "sign-off.due-soon: Soon",
    "sign-off.overdue: Over",
  ]);
  const title = (reason: string) =>
    rows.find(({ payload }) => JSON.stringify(payload).includes(reason))?.payload.title;
  expect([title('"over"'), title("ended early")]).toEqual(["Let through", "Revision c0ffee00"]);
  // Ten minutes on, what was due soon is overdue.
  await remind(database.db, minutesOn(11));
  const events = (await database.db.select().from(notification)).map(({ event }) => event);
  expect(events.filter((event) => event === "sign-off.overdue").length).toBe(2);
  expect(events.length).toBe(6);
});
