import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { auditEvent, workspace } from "@/db/schema";
import { auditKeysOf } from "@/server/audit/keys";
import { type AuditEntry, recordAudit } from "@/server/audit/record";
import { sealWorkspace } from "@/server/audit/seal";
import { verifyAudit } from "@/server/audit/verify";
import type { Ctx } from "@/server/context";
import { printFigures } from "./measure";

const EVENTS = 100_000;
const PER_INSERT = 200;
const SINGLE_WRITES = 4_000;
const WRITERS = 4;
const KEYS = auditKeysOf("a secret of the benchmark alone");

/** What hashing, chaining and verifying the audit trail cost, beside the same rows without any of it. */
export async function benchAudit({ db }: DatabaseHandle): Promise<void> {
  const [plain, chained] = [await emptyWorkspace(db), await emptyWorkspace(db)];
  const plainMs = await timed(() => inBatches((entries) => insertPlain(plain, entries)));
  const hashedMs = await timed(() => inBatches((entries) => recordAudit(chained, ...entries)));
  const seal = () => sealWorkspace({ db, keys: KEYS, now: new Date() }, chained.workspaceId);
  const sealedMs = await timed(seal);
  const readMs = await timed(() => readAll(chained));
  const verifiedMs = await timed(async () => {
    const { checked, findings } = await verifyAudit(db, chained.workspaceId, KEYS);
    if (checked !== EVENTS || findings.length > 0) throw new Error("The trail just written is not right.");
  });
  const rate = (ms: number) => `${Math.round((EVENTS / ms) * 1000).toLocaleString("en")} events/s`;
  printFigures(
    `Audit trail of ${EVENTS.toLocaleString("en")} events, written`,
    { name: "floor: the same rows without hashes", ms: plainMs, note: rate(plainMs) },
    [
      { name: "with their hashes", ms: hashedMs, note: rate(hashedMs) },
      { name: "chained and sealed afterwards", ms: sealedMs, note: rate(sealedMs) },
    ],
  );
  printFigures(
    `Audit trail of ${EVENTS.toLocaleString("en")} events, verified`,
    { name: "floor: the rows read in order", ms: readMs, note: rate(readMs) },
    [{ name: "every hash computed anew", ms: verifiedMs, note: rate(verifiedMs) }],
  );
  await benchWriters(db);
}

/** Single events by several writers at once, while nobody seals and while a sealer runs all the time. */
async function benchWriters(db: DatabaseHandle["db"]): Promise<void> {
  const [plain, alone, beside] = [
    await emptyWorkspace(db),
    await emptyWorkspace(db),
    await emptyWorkspace(db),
  ];
  const plainMs = await timed(() => byWriters((entry) => insertPlain(plain, [entry])));
  const aloneMs = await timed(() => byWriters((entry) => recordAudit(alone, entry)));
  let isWriting = true;
  const sealer = (async () => {
    while (isWriting) await sealWorkspace({ db, keys: KEYS, now: new Date() }, beside.workspaceId);
  })();
  const besideMs = await timed(() => byWriters((entry) => recordAudit(beside, entry)));
  isWriting = false;
  await sealer;
  const rate = (ms: number) => `${Math.round((SINGLE_WRITES / ms) * 1000).toLocaleString("en")} events/s`;
  printFigures(
    `${SINGLE_WRITES.toLocaleString("en")} single events by ${WRITERS} writers`,
    { name: "floor: without hashes", ms: plainMs, note: rate(plainMs) },
    [
      { name: "with hashes", ms: aloneMs, note: rate(aloneMs) },
      { name: "with hashes, a sealer at work all the time", ms: besideMs, note: rate(besideMs) },
    ],
  );
}

async function emptyWorkspace(db: DatabaseHandle["db"]): Promise<Ctx> {
  const now = new Date();
  const workspaceId = uuidv7();
  const slug = `bench-audit-${workspaceId}`;
  await db.insert(workspace).values({ workspaceId, slug, name: "Benchmark", createdAt: now, updatedAt: now });
  return { db, actor: { kind: "system", name: "Benchmark" }, now, workspaceId, requestId: "bench" };
}

const entryOf = (index: number): AuditEntry => ({
  action: "incident.edit",
  objectKind: "incident",
  objectId: `incident-${index}`,
  before: { title: `Errors elevated ${index}`, severity: "SEV3", customersAffectedRatio: 0.25 },
  after: {
    title: `Service errors elevated ${index}`,
    severity: "SEV2",
    impacts: [{ level: "major", index }],
  },
});

async function inBatches(write: (entries: AuditEntry[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < EVENTS; start += PER_INSERT) {
    await write(Array.from({ length: PER_INSERT }, (_, index) => entryOf(start + index)));
  }
}

async function byWriters(write: (entry: AuditEntry) => Promise<unknown>): Promise<void> {
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let index = writer; index < SINGLE_WRITES; index += WRITERS) await write(entryOf(index));
    }),
  );
}

async function insertPlain(ctx: Ctx, entries: readonly AuditEntry[]): Promise<void> {
  await ctx.db.insert(auditEvent).values(
    entries.map((entry) => ({
      ...entry,
      workspaceId: ctx.workspaceId,
      id: uuidv7({ msecs: ctx.now.getTime() }),
      at: ctx.now,
      actorKind: ctx.actor.kind,
      actorName: ctx.actor.name,
      requestId: ctx.requestId,
    })),
  );
}

async function readAll(ctx: Ctx): Promise<void> {
  for (let after = 0; ; ) {
    const page = await ctx.db.execute<{ position: number }>(sql`
      select * from audit_event where workspace_id = ${ctx.workspaceId} and position > ${after}
      order by position limit 1000`);
    if (page.rows.length === 0) return;
    after = page.rows.at(-1)?.position ?? after;
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
