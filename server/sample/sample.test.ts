import { and, eq, isNotNull, ne, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import {
  absence,
  aiEvidence,
  aiUse,
  breakGlass,
  change,
  changeDetail,
  changeLink,
  codeCommit,
  incident,
  mark,
  member,
  person,
  policyVersion,
  service,
  signOff,
  signOffEvent,
  signOffRequest,
  verdictRevision,
  workspace,
} from "@/db/schema";
import { inRolledBackTransaction, testDatabase } from "@/db/testing/test-database";
import { detectAiInvolvement } from "@/domain/provenance/detect";
import { PRESETS } from "@/domain/sign-off/presets";
import { ensureLocalOwner } from "@/server/auth/local-owner";
import type { Ctx } from "@/server/context";
import { replayOn } from "@/server/policy/replay";
import { verifyRollups } from "@/server/rollup/verify";
import { findWorkspaceBySlug } from "@/server/workspace/queries";
import { makeSample } from "./make";
import { removeSample } from "./remove";

const OPERATOR = { kind: "system", name: "Command line" } as const;
const database = testDatabase();
const now = new Date("2026-06-17T09:00:00Z");

async function sampleContext(): Promise<Ctx> {
  const sample = await findWorkspaceBySlug(database.db, "kestrel");
  if (!sample) throw new Error("The sample is missing.");
  return {
    db: database.db,
    actor: { kind: "system", name: "Test" },
    now,
    workspaceId: sample.id,
    requestId: "test",
  };
}

describe("the sample workspace", () => {
  beforeAll(async () => {
    await makeSample({ db: database.db, now, actor: OPERATOR });
  });

  test("labels everything that was made up, and names the source of what was not", async () => {
    const { db, workspaceId } = await sampleContext();
    const incidents = await db.select().from(incident).where(eq(incident.workspaceId, workspaceId));
    expect(incidents.length).toBeGreaterThan(300);
    for (const one of incidents) {
      expect(["public-record", "generated"]).toContain(one.record);
      if (one.record === "public-record") expect(one.sourceName).toBeTruthy();
    }
    const services = await db
      .select()
      .from(service)
      .where(and(eq(service.workspaceId, workspaceId), eq(service.generated, false)));
    expect(services).toEqual([]);
    const made = [person, aiUse, change, aiEvidence, changeLink, verdictRevision];
    for (const table of [
      ...made,
      policyVersion,
      signOffRequest,
      signOff,
      signOffEvent,
      breakGlass,
      absence,
    ]) {
      const unmarked = await db
        .select()
        .from(table)
        .where(and(eq(table.workspaceId, workspaceId), eq(table.generated, false)))
        .limit(1);
      expect(unmarked).toEqual([]);
    }
    const marks = await db.select().from(mark).where(eq(mark.workspaceId, workspaceId));
    for (const one of marks) expect(one.generated || one.sourceName).toBeTruthy();
  });

  test("has rollups that equal a rebuild", async () => {
    const { differences, checked } = await verifyRollups(await sampleContext());
    expect(differences).toEqual([]);
    expect(checked.service_day).toBeGreaterThan(100);
    expect(checked.change_day).toBeGreaterThan(10_000);
  });

  test("stores of AI's part in each change what the detector says of its texts", async () => {
    const { db, workspaceId } = await sampleContext();
    const changes = await db
      .select({ row: change, labels: changeDetail.labels, branch: changeDetail.branch, commit: codeCommit })
      .from(change)
      .innerJoin(codeCommit, and(eq(codeCommit.workspaceId, workspaceId), eq(codeCommit.changeId, change.id)))
      .innerJoin(
        changeDetail,
        and(eq(changeDetail.workspaceId, workspaceId), eq(changeDetail.changeId, change.id)),
      )
      .where(and(eq(change.workspaceId, workspaceId), eq(change.involvementStanding, "detected")));
    expect(changes.length).toBeGreaterThan(10_000);
    const found = new Map<string, number>();
    for (const { row, labels, branch, commit } of changes) {
      const said = detectAiInvolvement({ ...commit, labels, branch: branch ?? "" });
      // What only the form of the change declares stands in no text.
      const expected =
        row.aiGrade === "declared" && said.involvement === "none-found" ? "ai" : said.involvement;
      expect(row.involvement).toBe(expected);
      if (said.evidence[0]) expect(row.aiGrade).toBe(said.evidence[0].grade);
      found.set(row.aiGrade ?? row.involvement, (found.get(row.aiGrade ?? row.involvement) ?? 0) + 1);
    }
    for (const kind of ["attested", "trailer", "author", "branch", "declared", "automation", "none-found"]) {
      expect(found.get(kind), kind).toBeGreaterThan(50);
    }
  });

  test("blames no change for what the public record tells, and leaves the newest incidents to be traced", async () => {
    const { db, workspaceId } = await sampleContext();
    const linked = await db
      .select({ record: incident.record, startedAt: incident.impactStartedAt, verdict: changeLink.verdict })
      .from(changeLink)
      .innerJoin(incident, and(eq(incident.workspaceId, workspaceId), eq(incident.id, changeLink.incidentId)))
      .where(eq(changeLink.workspaceId, workspaceId));
    expect(linked.length).toBeGreaterThan(200);
    const threeWeeksAgo = now.getTime() - 21 * 86_400_000;
    for (const { record, startedAt } of linked) {
      expect(record).toBe("generated");
      expect(startedAt.getTime()).toBeLessThan(threeWeeksAgo);
    }
    const causes = await db
      .select({ kind: incident.primaryCauseKind, involvement: change.involvement })
      .from(changeLink)
      .innerJoin(incident, and(eq(incident.workspaceId, workspaceId), eq(incident.id, changeLink.incidentId)))
      .innerJoin(change, and(eq(change.workspaceId, workspaceId), eq(change.id, changeLink.changeId)))
      .where(and(eq(changeLink.workspaceId, workspaceId), eq(changeLink.verdict, "cause")));
    const ai = causes.filter(({ involvement }) => involvement === "ai");
    const said = ai.filter(({ kind }) => kind === "genai-assisted-change" || kind === "agent-action");
    expect(said.length).toBeGreaterThan(10);
    // Tools have a part also in what nobody puts down to them.
    expect(ai.length - said.length).toBeGreaterThan(5);
  });

  test("has what the rule asked for since the mandate, and the ledger shows of each change how that stands", async () => {
    const { db, workspaceId } = await sampleContext();
    const requests = await db
      .select()
      .from(signOffRequest)
      .where(eq(signOffRequest.workspaceId, workspaceId));
    const asked = await db
      .select({ id: change.id, signOff: change.signOff })
      .from(change)
      .where(and(eq(change.workspaceId, workspaceId), isNotNull(change.signOff)));
    expect(asked.length).toBeGreaterThan(300);
    const states = new Map(requests.map((one) => [one.changeId, one.state]));
    for (const one of asked) expect(one.signOff).toBe(states.get(one.id));
    expect(requests.filter(({ changeId }) => changeId !== null)).toHaveLength(asked.length);
    expect(new Set(requests.map(({ state }) => state))).toEqual(
      new Set(["satisfied", "late", "missing", "waived", "waiting", "declined"]),
    );
    const marks = await db.select().from(mark).where(eq(mark.workspaceId, workspaceId));
    const mandate = marks.findLast(({ kind }) => kind === "policy");
    const [first] = await db.select().from(policyVersion).where(eq(policyVersion.workspaceId, workspaceId));
    expect(first?.effectiveFrom.toISOString()).toBe("2026-03-10T07:00:00.000Z");
    expect(mandate?.day).toBe("2026-03-10");
  });

  test("has a story for the rule: over half a year it would have held causing changes, and many harmless ones for hours", async () => {
    const { about: _about, ...rule } = PRESETS[0]!;
    const replay = await replayOn(await sampleContext(), { policy: { rules: [rule] }, months: 6 });
    const [draft] = replay.policies;
    expect(draft?.incidentsHeld).toBeGreaterThanOrEqual(4);
    expect(draft?.incidentsHeld).toBeLessThan(replay.incidents / 3);
    expect(draft?.heldHarmless).toBeGreaterThan(20);
    expect(draft?.reviewerHours).toBeGreaterThan(50);
    // What is on record as gone out without its sign-off is what a replay of the same rule holds.
    const unsigned = await database.db.execute(sql`
      select from sign_off_request r join change_detail d using (workspace_id, change_id)
      where r.state in ('missing', 'late', 'waived') and jsonb_path_exists(d.reviewers, '$[*] ? (@.state == "approved")')`);
    expect(unsigned.rowCount).toBe(0);
  });

  test("gives its first owner the place of somebody for whom a sign-off waits", async () => {
    const { workspaceId } = await sampleContext();
    await inRolledBackTransaction(database.db, async (db) => {
      await ensureLocalOwner(db, now);
      const [seat] = await db.select().from(member).where(eq(member.workspaceId, workspaceId));
      const waiting = await db
        .select()
        .from(signOffRequest)
        .where(
          and(
            eq(signOffRequest.workspaceId, workspaceId),
            eq(signOffRequest.state, "waiting"),
            eq(signOffRequest.assigneeId, seat?.personId ?? ""),
          ),
        );
      expect(waiting).toHaveLength(2);
    });
  });

  test("is made once at most, and by its removal nothing else goes", async () => {
    await expect(makeSample({ db: database.db, now, actor: OPERATOR })).rejects.toThrow("exists already");
    const own = uuidv7();
    await database.db
      .insert(workspace)
      .values({ workspaceId: own, slug: "acme", name: "Acme", createdAt: now, updatedAt: now });
    expect(await removeSample(database.db)).toBe(true);
    expect(await removeSample(database.db)).toBe(false);
    const left = await database.db.select({ slug: workspace.slug }).from(workspace);
    expect(left).toEqual([{ slug: "acme" }]);
    const rows = await database.db.select().from(incident).where(ne(incident.workspaceId, own)).limit(1);
    expect(rows).toEqual([]);
    for (const table of [policyVersion, signOffRequest, signOff, signOffEvent, breakGlass, absence])
      expect(await database.db.select().from(table).limit(1)).toEqual([]);
  });
});
