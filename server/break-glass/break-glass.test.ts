import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { team } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Rule } from "@/domain/sign-off/policy";
import { idOf, tell } from "@/server/change/testing/tell";
import { at } from "@/server/incident/testing/fixture";
import { countWaitingForMe, readRequest } from "@/server/sign-off/queries";
import { approveRequest } from "@/server/sign-off/sign";
import { signOffChange } from "@/server/sign-off/sign-change";
import { judgeSubject, subjectsOf } from "@/server/sign-off/subjects-of";
import {
  as,
  assessed,
  codeOf,
  makeCompany,
  onlyRequest,
  SENIOR_RULE,
} from "@/server/sign-off/testing/fixture";
import { HEAD, hostSays, merged, pullRequest, review, waitingCompany } from "@/server/sign-off/testing/host";
import { endBreakGlass } from "./end";
import { openBreakGlass } from "./open";
import { reviewBreakGlass } from "./review";

const database = testDatabase();

test("in a freeze nobody's word lets anything through, and break-glass does", async () => {
  const freeze: Rule = { ...SENIOR_RULE, id: "freeze", name: "Freeze", require: { approvals: "nobody" } };
  const { ctx, people, id } = await waitingCompany(database.db, { rules: [SENIOR_RULE, freeze] });
  const sam = as(ctx, people.sam);
  expect(await codeOf(approveRequest(sam, { id, revision: HEAD }))).toBe("nobody-can-sign");
  expect(await countWaitingForMe(sam)).toBe(0);
  await hostSays(ctx, {
    pullRequests: [pullRequest()],
    reviews: [review("sam", "2026-06-18T09:00:00Z"), review("kim", "2026-06-18T09:00:00Z")],
  });
  await assessed(ctx);
  const held = { state: "waiting", holds: true, ruleId: "freeze", missingApprovals: null };
  expect(await onlyRequest(ctx)).toMatchObject(held);
  await openBreakGlass(as(ctx, people.jun, { role: "responder" }), {
    environment: "production",
    reason: "Payments are down and this retries them.",
    repository: "github.com/acme/shop",
    revision: HEAD,
  });
  expect(await onlyRequest(ctx)).toMatchObject({ state: "waived", holds: false });
});

describe("break-glass", () => {
  const glass = { environment: "production", reason: "Payments are down and this retries them." };

  test("waives within its time and for its revision alone, and another person looks at it", async () => {
    const { ctx, people, id } = await waitingCompany(database.db);
    const jun = as(ctx, people.jun, { role: "responder", name: "Jun" });
    const revision = { repository: "github.com/acme/shop", revision: HEAD };
    expect(
      await codeOf(openBreakGlass(as(ctx, people.jun, { role: "viewer" }), { ...glass, ...revision })),
    ).toBe("not-allowed");
    const tooLong = { ...glass, ...revision, expiresAt: "2026-06-20T12:00:00Z" };
    expect(await codeOf(openBreakGlass(jun, tooLong))).toBe("invalid-value");
    const opened = await openBreakGlass(jun, { ...glass, ...revision, expiresAt: "2026-06-18T13:00:00Z" });
    expect(await onlyRequest(ctx)).toMatchObject({ id, state: "waived", holds: false });
    const judge = async (now: string, environment = "production") => {
      const then = at(ctx, now);
      const [subject] = await subjectsOf(then, revision, { environment });
      return subject === undefined ? null : (await judgeSubject(then, subject)).evaluation.decision;
    };
    expect(await judge("2026-06-18T12:30:00Z")).toBe("waived");
    expect(await judge("2026-06-18T13:00:00Z")).toBe("required");
    const after = at(ctx, "2026-06-18T13:01:00Z");
    await assessed(after);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "waiting", holds: true });
    expect(await codeOf(endBreakGlass(at(jun, "2026-06-18T13:01:00Z"), { id: opened.id }))).toBe("not-open");
    const note = { id: opened.id, note: "It helped; the retry is bounded now." };
    const own = at(as(ctx, people.jun), "2026-06-18T13:01:00Z");
    expect(await codeOf(reviewBreakGlass(own, note))).toBe("own-break-glass");
    const reviewed = await reviewBreakGlass(at(as(ctx, people.sam), "2026-06-18T13:01:00Z"), note);
    expect(reviewed).toMatchObject({ standing: "reviewed", reviewNote: note.note });
  });

  test("that is over waives nothing that goes live after it, and what went live within it stays waived", async () => {
    const { ctx, people } = await waitingCompany(database.db);
    const jun = as(ctx, people.jun, { role: "responder" });
    await openBreakGlass(jun, {
      ...glass,
      repository: "github.com/acme/shop",
      revision: HEAD,
      expiresAt: "2026-06-18T13:00:00Z",
    });
    const later = at(ctx, "2026-06-18T14:00:00Z");
    await hostSays(later, { pullRequests: [merged("2026-06-18T12:30:00Z")] });
    await assessed(later);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "waived" });
    const told = { kind: "config", title: "Limit", author: { login: "ana" }, ai: { tool: "Pair" } };
    const [config] = await tell(later, { ...told, deployedAt: "2026-06-18T13:30:00Z" });
    await assessed(later);
    const changeId = idOf(config);
    await openBreakGlass(at(jun, "2026-06-18T14:00:00Z"), { ...glass, changeId });
    const late = await signOffChange(at(as(ctx, people.sam), "2026-06-18T14:05:00Z"), {
      changeId,
      decision: "approved",
    });
    expect(late.state).toBe("late");
  });

  test("is offered to whoever answers for a team whose service it touches, while it is held", async () => {
    const { ctx, people } = await makeCompany(database.db);
    const [own, other] = [uuidv7(), uuidv7()];
    const named = { workspaceId: ctx.workspaceId, createdAt: ctx.now };
    await ctx.db.insert(team).values([
      { ...named, id: own, name: "Checkout" },
      { ...named, id: other, name: "Search" },
    ]);
    await ctx.db.execute(sql`update service set team_id = ${own} where workspace_id = ${ctx.workspaceId}`);
    await tell(ctx, {
      kind: "deployment",
      outcome: "in-progress",
      title: "Roll it out",
      services: ["checkout"],
      author: { login: "ana" },
      ai: { tool: "Pair" },
    });
    await assessed(ctx);
    const { id } = await onlyRequest(ctx);
    const offered = async (teamId: string, role: "responder" | "viewer" = "responder") =>
      (await readRequest(as(ctx, people.jun, { role, teamId }), id)).can.breakGlass.allowed;
    expect(await offered(own)).toBe(true);
    expect(await offered(other)).toBe(false);
    expect(await offered(own, "viewer")).toBe(false);
    await approveRequest(as(ctx, people.sam), { id });
    expect(await offered(own)).toBe(false);
  });
});
