import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { signOff } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { TEST_KEYS } from "@/server/audit/testing/trail";
import { idOf, tell } from "@/server/change/testing/tell";
import { at } from "@/server/incident/testing/fixture";
import { addPerson } from "@/server/person/add";
import { erasePerson } from "@/server/person/erase";
import { rememberedPolicies } from "@/server/policy/in-force";
import { savePolicy } from "@/server/policy/save";
import { queueSweep } from "./queue-assessment";
import { readRequestDetail } from "./read-request";
import { approveRequest, declineRequest } from "./sign";
import {
  as,
  assessed,
  eventKinds,
  ledgerState,
  makeCompany,
  onlyRequest,
  putPolicy,
  requestsOf,
  SENIOR_RULE,
} from "./testing/fixture";
import { HEAD, hostSays, MERGE, merged, NEXT_HEAD, pullRequest, review } from "./testing/host";

const database = testDatabase();

const aiConfig = {
  kind: "config",
  title: "Raise the limit",
  services: ["checkout"],
  author: { login: "ana" },
  ai: { tool: "Pair" },
};

describe("a change that a policy asks something of", () => {
  test("has a request once it is assessed, and is missing its sign-off where it is live", async () => {
    const { ctx } = await makeCompany(database.db);
    const [told] = await tell(ctx, { ...aiConfig, deployedAt: "2026-06-18T11:00:00Z" });
    await assessed(ctx);
    const request = await onlyRequest(ctx);
    expect(request).toMatchObject({ state: "missing", ruleId: "senior", holds: false, authorName: "Ana" });
    expect(await ledgerState(ctx, idOf(told))).toBe("missing");
    expect(await eventKinds(ctx, request.id)).toEqual(["requested", "went-live"]);
  });

  test("is late once a senior signs it after, and assessing it again changes nothing", async () => {
    const { ctx, people } = await makeCompany(database.db);
    const [told] = await tell(ctx, { ...aiConfig, deployedAt: "2026-06-18T11:00:00Z" });
    await assessed(ctx);
    const { id } = await onlyRequest(ctx);
    const after = await approveRequest(as(ctx, people.sam), { id });
    expect(after).toMatchObject({ state: "late", signOffs: [{ standing: "counts", level: "senior" }] });
    expect(await ledgerState(ctx, idOf(told))).toBe("late");
    const before = await onlyRequest(ctx);
    await tell(ctx, { ...aiConfig, deployedAt: "2026-06-18T11:00:00Z" });
    await assessed(ctx);
    expect((await requestsOf(ctx)).find((row) => row.id === id)).toEqual(before);
  });

  test("has none where no rule asks, and none without a policy", async () => {
    const { ctx } = await makeCompany(database.db);
    await tell(ctx, { ...aiConfig, ai: null });
    await tell(ctx, { ...aiConfig, environment: "staging" });
    await assessed(ctx);
    expect(await requestsOf(ctx)).toEqual([]);
  });
});

test("a policy that is saved asks of what has not gone live, and leaves alone what has", async () => {
  const { ctx } = await makeCompany(database.db, { rules: [] });
  await tell(ctx, { ...aiConfig, deployedAt: "2026-06-18T10:30:00Z" });
  await hostSays(ctx, { pullRequests: [pullRequest()] });
  await assessed(ctx);
  expect(await requestsOf(ctx)).toEqual([]);
  await putPolicy(ctx, [SENIOR_RULE], { version: 2, effectiveFrom: ctx.now.toISOString() });
  await queueSweep(ctx);
  await assessed(ctx);
  expect(await onlyRequest(ctx)).toMatchObject({
    subject: "pull-request",
    state: "waiting",
    policyVersion: 2,
  });
});

test("a policy that is saved is known at once to writers that remembered the one before", async () => {
  const { ctx, people } = await makeCompany(database.db);
  const remembered = async () => (await rememberedPolicies(ctx)).at(ctx.now)?.version;
  expect(await remembered()).toBe(1);
  await savePolicy(as(ctx, people.sam, { role: "policy_owner" }), {
    policy: { rules: [], whenUnreachable: "closed" },
    reason: "Nothing is asked any more.",
    version: 1,
  });
  expect(await remembered()).toBe(2);
});

describe("an open pull request", () => {
  test("waits for a senior, is signed, goes live with its merge and keeps the request", async () => {
    const { ctx, people } = await makeCompany(database.db);
    await hostSays(ctx, { pullRequests: [pullRequest()] });
    await assessed(ctx);
    const request = await onlyRequest(ctx);
    expect(request).toMatchObject({
      subject: "pull-request",
      state: "waiting",
      holds: true,
      revision: HEAD,
      aiGrade: "trailer",
      authorId: people.ana,
      authorLevel: "mid",
    });
    const soon = at(as(ctx, people.sam), "2026-06-18T12:10:00Z");
    const signed = await approveRequest(soon, { id: request.id, revision: HEAD });
    expect(signed).toMatchObject({ state: "satisfied", holds: false, missingApprovals: 0 });
    const later = at(ctx, "2026-06-18T13:00:00Z");
    await hostSays(later, { pullRequests: [merged("2026-06-18T12:59:00Z")] });
    await assessed(later);
    const after = await onlyRequest(later);
    expect(after).toMatchObject({ id: request.id, subject: "change", state: "satisfied", revision: MERGE });
    expect(after.liveAt?.toISOString()).toBe("2026-06-18T12:59:00.000Z");
    expect(await ledgerState(later, after.changeId ?? "")).toBe("satisfied");
    expect(await eventKinds(ctx, request.id)).toEqual(["requested", "approved", "went-live"]);
  });

  test("that is approved and then pushed to waits again, and the sign-off stays on record as void", async () => {
    const { ctx, people } = await makeCompany(database.db);
    await hostSays(ctx, { pullRequests: [pullRequest()], reviews: [review("sam", "2026-06-18T09:00:00Z")] });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "satisfied" });
    const later = at(ctx, "2026-06-18T12:30:00Z");
    const pushed = pullRequest({
      headRevision: NEXT_HEAD,
      describedAtMs: Date.parse("2026-06-18T12:29:00Z"),
    });
    await hostSays(later, { pullRequests: [pushed] });
    await assessed(later);
    const request = await onlyRequest(ctx);
    expect(request).toMatchObject({ state: "waiting", revision: NEXT_HEAD, decidedAt: null });
    expect(request.requestedAt.toISOString()).toBe("2026-06-18T12:30:00.000Z");
    const detail = await declineRequest(as(later, people.kim, { name: "Kim" }), {
      id: request.id,
      revision: NEXT_HEAD,
      comment: "It retries for ever.",
    });
    expect(detail).toMatchObject({ state: "declined", holds: true });
    expect(detail.signOffs.map(({ person, standing }) => [person.name, standing])).toEqual([
      ["Kim", "counts"],
      ["Sam", "void"],
    ]);
    expect(detail.events.map(({ body }) => body)).toContain(
      "Push aaaa111 → bbbb222: voids the sign-off of Sam.",
    );
    expect(detail.reason).toContain("Kim declined revision bbbb222");
  });

  test("that is closed lapses, and waits again where it is opened again", async () => {
    const { ctx } = await makeCompany(database.db);
    await hostSays(ctx, { pullRequests: [pullRequest()] });
    await assessed(ctx);
    const closed = pullRequest({ state: "closed", describedAtMs: Date.parse("2026-06-18T09:00:00Z") });
    await hostSays(ctx, { pullRequests: [closed] });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "lapsed", holds: false });
    const again = pullRequest({ describedAtMs: Date.parse("2026-06-18T10:00:00Z") });
    await hostSays(ctx, { pullRequests: [again] });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "waiting", holds: true });
  });
});

test("a person who is erased has signed still, under a pseudonym alone", async () => {
  const { ctx } = await makeCompany(database.db);
  const ada = await addPerson(ctx, { name: "Ada Lovelace", handles: ["ada-l"], level: "senior" });
  await hostSays(ctx, { pullRequests: [pullRequest()], reviews: [review("ada-l", "2026-06-18T09:00:00Z")] });
  await assessed(ctx);
  const request = await onlyRequest(ctx);
  expect(request).toMatchObject({ state: "satisfied" });
  await erasePerson({ ...ctx, actor: { kind: "system", name: "Operator" } }, TEST_KEYS, {
    id: ada.id,
    version: null,
  });
  await hostSays(ctx, { pullRequests: [pullRequest()] });
  await assessed(ctx);
  expect(await onlyRequest(ctx)).toMatchObject({ id: request.id, state: "satisfied" });
  const rows = await ctx.db.select().from(signOff).where(eq(signOff.requestId, request.id));
  const { rows: events } = await ctx.db.execute(sql`
    select * from sign_off_event where workspace_id = ${ctx.workspaceId} and request_id = ${request.id}`);
  expect(rows).toMatchObject([{ personId: ada.id, level: "senior", withdrawnAt: null }]);
  expect(JSON.stringify([rows, events, await readRequestDetail(ctx, request.id)])).not.toMatch(
    /\bada\b|ada-l|lovelace/i,
  );
});

test("two requests that turn out to be of one subject become one, with everybody's word once", async () => {
  const { ctx, people } = await makeCompany(database.db, {
    rules: [{ ...SENIOR_RULE, require: { approvals: 2, minimumLevel: "senior" } }],
  });
  await hostSays(ctx, { pullRequests: [pullRequest()] });
  await assessed(ctx);
  const { id } = await onlyRequest(ctx);
  await approveRequest(as(ctx, people.sam), { id, revision: HEAD });
  const later = at(ctx, "2026-06-18T12:30:00Z");
  // The merge is told of by its push first, as a change that no request is known of.
  const [told] = await tell(later, {
    kind: "code",
    title: "Retry payments",
    repository: "github.com/acme/shop",
    revision: MERGE,
    author: { login: "ana" },
    ai: { tool: "Pair" },
    mergedAt: "2026-06-18T12:29:00Z",
  });
  await assessed(later);
  const both = await requestsOf(later);
  expect(both.map(({ state }) => state).sort()).toEqual(["missing", "waiting"]);
  const ofChange = both.find(({ changeId }) => changeId === idOf(told))?.id ?? "";
  await approveRequest(at(as(ctx, people.kim), "2026-06-18T12:31:00Z"), { id: ofChange, revision: MERGE });
  const last = at(ctx, "2026-06-18T12:35:00Z");
  await hostSays(last, { pullRequests: [merged("2026-06-18T12:29:00Z")] });
  await assessed(last);
  const one = await onlyRequest(later);
  expect(one).toMatchObject({ id, changeId: idOf(told), subject: "change", pullRequest: 7, state: "late" });
  const words = await later.db.select().from(signOff).where(eq(signOff.requestId, id));
  expect(words.map(({ personId }) => personId).sort()).toEqual([people.sam, people.kim].sort());
  const events = await eventKinds(later, id);
  expect(events.sort()).toEqual(["approved", "approved", "requested", "went-live"]);
});
