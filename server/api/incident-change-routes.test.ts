import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { incidentChangeSchema, suspectsSchema } from "@/domain/change/incident-change-schema";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
const TRAILER = "Co-Authored-By: Claude <noreply@anthropic.com>";

/** An outage of checkout, and two changes before it: one with evidence of AI, one without texts. */
async function shop() {
  const api = await testApi(database, { now: new Date("2026-03-05T20:00:00Z") });
  await api.send("POST", "/services", { slug: "checkout", name: "Checkout", trackedFrom: "2026-03-01" });
  await api.send("POST", "/incidents", {
    title: "Coupons fail",
    severity: "SEV1",
    impacts: [{ service: "checkout", startedAt: "2026-03-05T12:00:00Z" }],
  });
  const revision = "88214aa0c4f2b9d1e5a7c3b8f6d2e1a0b9c8d7e6";
  const assisted = await tell(api, {
    kind: "code",
    title: "Validate coupons",
    repository: "github.com/acme/shop",
    revision,
    services: ["checkout"],
    deployedAt: "2026-03-05T11:54:00Z",
    commits: [{ revision, message: `Validate coupons\n\n${TRAILER}` }],
  });
  const plain = await tell(api, {
    kind: "config",
    title: "Raise the limit",
    services: ["checkout"],
    deployedAt: "2026-03-05T10:00:00Z",
  });
  const link = (id: string, body: unknown, version?: string) =>
    api.send("PUT", `/incidents/1/changes/${id}`, body, version === undefined ? {} : { "if-match": version });
  return { api, assisted, plain, link };
}

async function tell(api: TestApi, change: unknown): Promise<string> {
  const { status, text, body } = await api.send("POST", "/changes", change);
  expect(status, text).toBeLessThan(300);
  return String(body.id);
}

describe("the suspects of an incident", () => {
  test("are ranked with a probability each, reasons, and what none of them has", async () => {
    const { api, assisted, plain } = await shop();
    const answer = await api.send("GET", "/incidents/INC-1/suspects");
    const { suspects, noneProbability, considered } = suspectsSchema.parse(answer.body);
    expect(suspects.map(({ change }) => change.id)).toEqual([assisted, plain]);
    expect(considered).toBe(2);
    expect(suspects[0]?.reasons).toContain("went live 6 minutes before impact start");
    expect((suspects[0]?.probability ?? 0) + (suspects[1]?.probability ?? 0) + noneProbability).toBeCloseTo(
      1,
      9,
    );
    expect((await api.send("GET", "/incidents/9/suspects")).status).toBe(404);
  });
});

describe("a verdict by the API", () => {
  test("takes no version at first, and the present one from then on", async () => {
    const { api, assisted, link } = await shop();
    const first = await link(assisted, { verdict: "suspect" });
    expect([first.status, first.headers.get("etag")]).toEqual([200, '"1"']);
    expect(incidentChangeSchema.parse(first.body).evidence[0]).toMatchObject({
      grade: "trailer",
      quote: TRAILER,
    });
    const blind = await link(assisted, { verdict: "cause", reason: "It was." });
    expect(blind).toMatchObject({
      status: 412,
      body: { code: "version-mismatch", currentVersion: 1, changedBy: "tests" },
    });
    api.now = new Date("2026-03-05T20:01:00Z");
    const second = await link(assisted, { verdict: "cause", reason: "It was." }, '"1"');
    expect([second.status, second.headers.get("etag")]).toEqual([200, '"2"']);
    expect((await link(assisted, { verdict: "cleared", reason: "No." }, '"1"')).status).toBe(412);
    api.now = new Date("2026-03-05T20:02:00Z");
    expect((await link(assisted, { verdict: "cleared", reason: "Any." }, "*")).status).toBe(200);
    const { changes } = (await api.send("GET", "/incidents/1/changes")).body as { changes: unknown[] };
    expect(incidentChangeSchema.parse(changes[0]).history.map(({ verdict }) => verdict)).toEqual([
      "cleared",
      "cause",
      "suspect",
    ]);
  });

  test("that lacks its reason, or names what is not there, says which field or what", async () => {
    const { plain, link } = await shop();
    expect(await link(plain, { verdict: "cleared" })).toMatchObject({
      status: 422,
      body: { code: "reason-required", field: "reason" },
    });
    expect((await link(plain, { verdict: "guilty" })).status).toBe(422);
    expect(await link(uuidv7(), { verdict: "suspect" })).toMatchObject({
      status: 404,
      body: { code: "change-not-found" },
    });
    expect((await link("nonsense", { verdict: "suspect" })).status).toBe(404);
  });

  test("is unlinked against its version, and is then gone", async () => {
    const { api, plain, link } = await shop();
    await link(plain, { verdict: "suspect" });
    const path = `/incidents/1/changes/${plain}`;
    expect((await api.send("DELETE", path)).status).toBe(428);
    expect((await api.send("DELETE", path, undefined, { "if-match": '"7"' })).status).toBe(412);
    expect(
      (await api.send("DELETE", `${path}?reason=wrong+shop`, undefined, { "if-match": '"1"' })).status,
    ).toBe(204);
    expect((await api.send("DELETE", path, undefined, { "if-match": '"2"' })).status).toBe(404);
    expect((await api.send("GET", "/incidents/1/changes")).body).toEqual({ changes: [] });
  });
});

describe("a confirmed AI cause", () => {
  const confirmed = { kind: "genai-assisted-change", status: "confirmed", claim: "confirmed" };
  const state = (api: TestApi, more: object) =>
    api.send("POST", "/incidents/1/causes", { ...confirmed, ...more });

  test("without any linked change is taken as it comes: from imports, the public record and older clients", async () => {
    const { api } = await shop();
    expect((await state(api, {})).status).toBe(201);
  });

  test("asks which linked change it was, and which evidence shows it", async () => {
    const { api, assisted, link } = await shop();
    const linked = await link(assisted, { verdict: "cause", reason: "It was." });
    const [evidence] = incidentChangeSchema.parse(linked.body).evidence;
    expect(await state(api, {})).toMatchObject({
      status: 422,
      body: { code: "change-required", field: "changeId" },
    });
    expect(await state(api, { changeId: assisted })).toMatchObject({
      status: 422,
      body: { code: "evidence-required", field: "evidenceId" },
    });
    const stated = await state(api, { changeId: assisted, evidenceId: evidence?.id });
    expect(stated.status).toBe(201);
    expect(stated.body.causes).toMatchObject([{ changeId: assisted, evidenceId: evidence?.id }]);
  });

  test("may say that the change, or the evidence, is not on record, with a reason", async () => {
    const { api, assisted, link } = await shop();
    await link(assisted, { verdict: "cause", reason: "It was." });
    expect(await state(api, { changeId: null })).toMatchObject({
      status: 422,
      body: { code: "reason-required", field: "note" },
    });
    expect((await state(api, { changeId: null, note: "A vendor's change." })).status).toBe(201);
    const bare = { changeId: assisted, evidenceId: null };
    expect((await state(api, bare)).status).toBe(422);
    expect((await state(api, { ...bare, note: "The author said so on the bridge." })).status).toBe(201);
  });

  test("names only what is linked, and only that change's own evidence", async () => {
    const { api, assisted, plain, link } = await shop();
    for (const changeId of [assisted, "nonsense"]) {
      expect(await state(api, { changeId })).toMatchObject({
        status: 422,
        body: { code: "change-not-linked" },
      });
    }
    await link(plain, { verdict: "cause", reason: "It was." });
    for (const evidenceId of [uuidv7(), "nonsense"]) {
      expect(await state(api, { changeId: plain, evidenceId })).toMatchObject({
        status: 422,
        body: { code: "unknown-evidence", field: "evidenceId" },
      });
    }
    // Nothing is on record that shows AI's part in it: there is nothing to choose.
    expect((await state(api, { changeId: plain })).status).toBe(201);
    expect(await state(api, { kind: "dns", claim: null, changeId: plain })).toMatchObject({
      status: 422,
      body: { field: "changeId" },
    });
  });

  test("is not asked for a change that was cleared, nor what is only suspected or claimed", async () => {
    const { api, assisted, link } = await shop();
    await link(assisted, { verdict: "suspect" });
    expect((await state(api, { status: "suspected" })).status).toBe(201);
    expect((await state(api, { claim: "claimed" })).status).toBe(201);
    await link(assisted, { verdict: "cleared", reason: "Not live yet." }, '"1"');
    expect((await state(api, {})).status).toBe(201);
  });
});
