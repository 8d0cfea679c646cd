import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { causeInputSchema } from "@/domain/cause/schema";
import { at, log, makeWorkspace } from "@/server/incident/testing/fixture";
import { verifyRollups } from "@/server/rollup/verify";
import { editIncident } from "./edit";
import { addImpact, editImpact, removeImpact } from "./impacts";
import { getIncident } from "./queries";
import { reviseCause } from "./revise-cause";
import { transitionIncident } from "./transition";
import { writeNote } from "./write-note";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";
const services = [{ slug: "checkout", weight: 3 }, { slug: "search" }];
const workspaceNow = () => makeWorkspace(database.db, { now: NOW, services });
const past = { impactStartedAt: "2026-03-10T08:00:00Z", resolvedAt: "2026-03-10T09:00:00Z" };

describe("an edit", () => {
  test("moves the impacts that began and ended with the incident, and stands in the timeline field by field", async () => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, {
      ...past,
      impacts: [
        { service: "checkout" },
        { service: "search", startedAt: "2026-03-10T08:10:00Z", endedAt: "2026-03-10T08:20:00Z" },
      ],
    });
    const edited = await editIncident(ctx, {
      id: "INC-1",
      version: 1,
      title: "Checkout is down",
      severity: "SEV1",
      impactStartedAt: "2026-03-10T07:30:00Z",
      resolvedAt: "2026-03-10T09:30:00Z",
      regions: ["eu", "us"],
    });
    expect(edited).toMatchObject({ id: logged.id, version: 2, severity: "SEV1", title: "Checkout is down" });
    expect(edited.impacts.map((one) => [one.startedAt, one.endedAt])).toEqual([
      ["2026-03-10T07:30:00.000Z", "2026-03-10T09:30:00.000Z"],
      ["2026-03-10T08:10:00.000Z", "2026-03-10T08:20:00.000Z"],
    ]);
    expect(edited.metrics.impactMinutes).toBeCloseTo((3 * 120 + 10) / 4, 9);
    const told = edited.timeline.filter((event) => event.kind === "severity" || event.kind === "edit");
    expect(told.map((event) => event.body)).toEqual([
      "Severity SEV2 \u2192 SEV1",
      "Edited impact start, resolved, title, regions",
    ]);
    expect(told[1]?.changes).toContainEqual({
      field: "resolvedAt",
      before: "2026-03-10T09:00:00.000Z",
      after: "2026-03-10T09:30:00.000Z",
    });
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });

  test("of an old version is refused and changes nothing; one that changes nothing keeps the version", async () => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, past);
    await editIncident(ctx, { id: logged.id, version: 1, title: "Mine" });
    await expect(editIncident(ctx, { id: logged.id, version: 1, title: "Yours" })).rejects.toMatchObject({
      code: "version-mismatch",
      currentVersion: 2,
    });
    expect((await editIncident(ctx, { id: logged.id, version: 2, title: "Mine" })).version).toBe(2);
  });

  test.each([
    ["resolvedAt", { resolvedAt: "2026-03-10T07:00:00Z" }],
    ["resolvedAt", { resolvedAt: null }],
    ["detectedAt", { detectedAt: "2026-03-10T07:00:00Z" }],
    ["impactStartedAt", { impactStartedAt: "2026-03-11T07:00:00Z" }],
    ["mitigatedAt", { mitigatedAt: "2026-03-12T07:00:00Z" }],
  ])("to an impossible time names %s", async (field, edit) => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, past);
    await expect(editIncident(ctx, { id: logged.id, version: 1, ...edit })).rejects.toMatchObject({ field });
    expect(await getIncident(ctx, logged.id)).toEqual(logged);
  });
});

describe("impacts", () => {
  test("come, change and go at their own times, but never the last of them", async () => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, past);
    const added = await addImpact(ctx, {
      id: logged.id,
      version: 1,
      service: "search",
      level: "partial",
      startedAt: "2026-03-10T08:30:00Z",
    });
    expect(added.impacts[1]).toMatchObject({ fraction: 0.3, endedAt: "2026-03-10T09:00:00.000Z" });
    expect(added.metrics.impactMinutes).toBeCloseTo((3 * 60 + 0.3 * 30) / 4, 9);
    expect(added.blastRadius.observed).toBe(1);
    const impactId = added.impacts[1]?.id ?? "";
    const edited = await editImpact(ctx, {
      id: logged.id,
      version: 2,
      impactId,
      fraction: 0.5,
      endedAt: "2026-03-10T08:40:00Z",
    });
    expect(edited.metrics.impactMinutes).toBeCloseTo((3 * 60 + 0.5 * 10) / 4, 9);
    const removed = await removeImpact(ctx, {
      id: logged.id,
      version: 3,
      impactId: logged.impacts[0]?.id ?? "",
    });
    expect(removed.metrics.impactMinutes).toBeCloseTo(5 / 4, 9);
    await expect(removeImpact(ctx, { id: logged.id, version: 4, impactId })).rejects.toMatchObject({
      code: "last-impact",
    });
    await expect(
      editImpact(ctx, { id: logged.id, version: 4, impactId, endedAt: null }),
    ).rejects.toMatchObject({ field: "endedAt" });
    await expect(
      addImpact(ctx, { id: logged.id, version: 4, service: "search", startedAt: "2026-03-10T07:00:00Z" }),
    ).rejects.toMatchObject({ field: "startedAt" });
    const told = removed.timeline.filter((event) => event.kind.startsWith("impact"));
    expect(told.map((event) => event.body).sort()).toEqual([
      "Added search, 30 % lost",
      "Edited search: level, fraction, end",
      "Removed checkout, 100 % lost",
    ]);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });

  test("change their level at an instant, while open", async () => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, { impactStartedAt: "2026-03-10T11:00:00Z" });
    const impactId = logged.impacts[0]?.id ?? "";
    const eased = await editImpact(ctx, {
      id: logged.id,
      version: 1,
      impactId,
      fraction: 0.5,
      from: "2026-03-10T11:30:00Z",
    });
    expect(eased.impacts.map((one) => [one.fraction, one.endedAt])).toEqual([
      [1, "2026-03-10T11:30:00.000Z"],
      [0.5, null],
    ]);
    expect(eased.metrics.impactMinutes).toBeCloseTo((3 * (30 + 15)) / 4, 9);
    expect(eased.timeline[0]).toMatchObject({
      at: "2026-03-10T11:30:00.000Z",
      body: "checkout 100 % \u2192 50 % lost",
    });
    await expect(
      editImpact(ctx, { id: logged.id, version: 2, impactId, fraction: 0.1, from: "2026-03-10T11:45:00Z" }),
    ).rejects.toMatchObject({ field: "from" });
  });
});

describe("causes", () => {
  const cause = (given: object) => causeInputSchema.parse(given);

  test("are added and never overwritten; the record follows the latest statement of each kind", async () => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, { ...past, causes: [{ kind: "software", statedBy: "The company" }] });
    expect(logged).toMatchObject({
      primaryCause: { kind: "code-deployment", status: "suspected" },
      aiCause: "none",
    });
    await reviseCause(ctx, {
      id: logged.id,
      ...cause({
        kind: "genai",
        aiRole: "advised",
        tool: "assistant",
        claim: "claimed",
        statedAt: "2026-03-10T10:00:00Z",
      }),
    });
    const ruledOut = await reviseCause(at(ctx, "2026-03-10T13:00:00Z"), {
      id: logged.id,
      ...cause({ kind: "software", status: "ruled out", source: "Postmortem" }),
    });
    expect(ruledOut).toMatchObject({
      primaryCause: { kind: "genai-assisted-change" },
      aiCause: "claimed",
      version: 3,
    });
    expect(ruledOut.causes.map((one) => [one.kind, one.status])).toEqual([
      ["code-deployment", "ruled-out"],
      ["code-deployment", "suspected"],
      ["genai-assisted-change", "suspected"],
    ]);
    expect(ruledOut.timeline.find((event) => event.kind === "cause")).toMatchObject({
      body: "Primary cause: GenAI-assisted change, suspected (advised, assistant, claimed)",
    });
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });

  test.each([
    ["causes.0.kind", { kind: "gremlins" }],
    ["causes.0.tool", { kind: "dns", tool: "assistant" }],
    ["causes.0.aiRole", { kind: "configuration", aiRole: "acted" }],
    ["causes.0.statedAt", { kind: "dns", statedAt: "2026-03-11T00:00:00Z" }],
  ])("that cannot be name %s", async (field, given) => {
    const ctx = await workspaceNow();
    await expect(log(ctx, { causes: [given] })).rejects.toMatchObject({ field });
  });
});

test("a note stands at the time it is about and changes no version", async () => {
  const ctx = await workspaceNow();
  const logged = await log(ctx, past);
  const noted = await writeNote(ctx, { id: "1", body: "Rolled back", at: "2026-03-10T08:45:00Z" });
  expect(noted.version).toBe(1);
  expect(noted.timeline[0]).toMatchObject({ kind: "note", body: "Rolled back", author: "Ada" });
  await expect(
    writeNote(ctx, { id: logged.id, body: "?", at: "2027-01-01T00:00:00Z" }),
  ).rejects.toMatchObject({ field: "at" });
});

test("every command leaves an audit row with what changed", async () => {
  const ctx = await workspaceNow();
  const logged = await log(ctx, past);
  await editIncident(ctx, { id: logged.id, version: 1, title: "New" });
  await transitionIncident(ctx, { id: logged.id, transition: "close" });
  const audit = await database.pool.query(
    "select action, before, after from audit_event where workspace_id = $1 order by id",
    [ctx.workspaceId],
  );
  expect(audit.rows.map((row) => row.action).sort()).toEqual([
    "incident.close",
    "incident.edit",
    "incident.log",
  ]);
  expect(audit.rows.find((row) => row.action === "incident.edit")).toMatchObject({
    before: { title: "Checkout fails" },
    after: { title: "New" },
  });
});
