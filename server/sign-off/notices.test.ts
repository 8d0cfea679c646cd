import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { notification } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { NOTIFICATION_EVENTS } from "@/domain/notification/events";
import type { Ctx } from "@/server/context";
import { createChannel } from "@/server/notification/create";
import { approveRequest, declineRequest } from "./sign";
import { as, assessed, makeCompany, onlyRequest } from "./testing/fixture";
import { HEAD, hostSays, NEXT_HEAD, pullRequest, review } from "./testing/host";

const database = testDatabase();

/** What is told, in order, each with its sentence. */
async function told(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select()
    .from(notification)
    .where(eq(notification.workspaceId, ctx.workspaceId))
    .orderBy(asc(notification.createdAt), asc(notification.id));
  return rows.map(({ event, payload }) => `${event}: ${String(payload.sentence)}`);
}

async function company() {
  const made = await makeCompany(database.db);
  await createChannel(
    { ...made.ctx, actor: { kind: "system", name: "tests" } },
    { kind: "slack", name: "Chat", url: "https://hooks.example.com/in", events: [...NOTIFICATION_EVENTS] },
  );
  return made;
}

test("a request that waits, an approval, the push that voids it and a decline are told of, each once", async () => {
  const { ctx, people } = await company();
  const later = (minutes: number): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) });
  await hostSays(ctx, { pullRequests: [pullRequest()] });
  await assessed(ctx);
  await assessed(later(1));
  const { id } = await onlyRequest(ctx);
  await approveRequest(as(later(2), people.sam, { name: "Sam" }), { id, revision: HEAD });
  await hostSays(later(3), { pullRequests: [pullRequest({ headRevision: NEXT_HEAD })] });
  await assessed(later(3));
  await declineRequest(as(later(4), people.kim, { name: "Kim" }), {
    id,
    revision: NEXT_HEAD,
    comment: "It retries without a limit.",
  });
  expect(await told(ctx)).toEqual([
    expect.stringMatching(/^sign-off\.requested: Needs one senior\. /),
    "sign-off.approved: Sam approved it.",
    expect.stringMatching(/^sign-off\.voided: A push voided the sign-off of Sam\. /),
    "sign-off.declined: Kim declined it: It retries without a limit.",
  ]);
});

test("a review on the host is told of while it is news, and what is refused is not", async () => {
  const { ctx, people } = await company();
  await hostSays(ctx, {
    pullRequests: [pullRequest()],
    reviews: [review("sam", "2026-06-18T11:00:00Z"), review("kim", "2026-06-10T11:00:00Z")],
  });
  await assessed(ctx);
  const { id } = await onlyRequest(ctx);
  await expect(approveRequest(as(ctx, people.ana), { id, revision: HEAD })).rejects.toThrow();
  expect(await told(ctx)).toEqual(["sign-off.approved: Sam approved it."]);
});
