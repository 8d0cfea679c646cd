import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Ctx } from "@/server/context";
import { isRetryable } from "@/server/database-error";
import { assessSubjects } from "./assess";
import type { SubjectKey } from "./draft";
import { sweepSubjects } from "./sweep";

export interface Assessing {
  db: Database;
  now: Date;
  onFault?(error: unknown): void;
}

/** Subjects of one transaction: enough to amortise its questions, few enough that nobody waits long for a lock. */
const BATCH = 200;
const FIRST_PAUSE_MS = 2_000;
const PAUSE_MS_MAX = 10 * 60_000;

type DueRow = {
  id: string;
  change_id: string | null;
  repository_id: string | null;
  pull_request: number | null;
  agent_action_id: string | null;
};

/** Assesses whatever is due, oldest first, until nothing is; answers how many rows that were. */
export async function assessDue(assessing: Assessing, most = Number.POSITIVE_INFINITY): Promise<number> {
  let done = 0;
  while (done < most) {
    const taken = await assessBatch(assessing, BATCH);
    if (taken === 0) break;
    done += taken;
  }
  return done;
}

/** One workspace's next rows. They are gone with the transaction that assessed them; a fault leaves them for later. */
export async function assessBatch({ db, now, onFault }: Assessing, most: number): Promise<number> {
  const next = await db.execute<{ workspace_id: string }>(sql`
    select workspace_id from assessment_due where due_at <= ${now.toISOString()} order by due_at limit 1`);
  const workspaceId = next.rows[0]?.workspace_id;
  if (workspaceId === undefined) return 0;
  let taken: DueRow[] = [];
  try {
    await db.transaction(async (tx) => {
      taken = await take(tx, { workspaceId, now, most });
      await assessTaken(systemCtx(tx, workspaceId, now), taken);
    });
    return taken.length;
  } catch (error) {
    if (taken.length > 1) return await assessBatch({ db, now, ...(onFault ? { onFault } : {}) }, 1);
    if (!isRetryable(error)) onFault?.(error);
    await putOff(db, { workspaceId, ids: taken.map(({ id }) => id), now });
    return taken.length;
  }
}

function systemCtx(db: Database, workspaceId: string, now: Date): Ctx {
  return { db, now, workspaceId, requestId: "assessment", actor: { kind: "system", name: "Faultline" } };
}

async function take(
  db: Database,
  { workspaceId, now, most }: { workspaceId: string; now: Date; most: number },
): Promise<DueRow[]> {
  const { rows } = await db.execute<DueRow>(sql`
    delete from assessment_due d where d.workspace_id = ${workspaceId} and d.id in (
      select id from assessment_due where workspace_id = ${workspaceId} and due_at <= ${now.toISOString()}
      order by due_at, id limit ${most} for update skip locked)
    returning d.id, d.change_id, d.repository_id, d.pull_request, d.agent_action_id`);
  return rows;
}

async function assessTaken(ctx: Ctx, taken: readonly DueRow[]): Promise<void> {
  const keys = new Map<string, SubjectKey>();
  let isSwept = false;
  for (const row of taken) {
    const { change_id: changeId, repository_id: repositoryId, pull_request: pullRequest } = row;
    if (changeId !== null) keys.set(changeId, { changeId });
    else if (row.agent_action_id !== null) {
      keys.set(row.agent_action_id, { agentActionId: row.agent_action_id });
    } else if (repositoryId !== null && pullRequest !== null) {
      keys.set(`${repositoryId} ${pullRequest}`, { repositoryId, pullRequest });
    } else isSwept = true;
  }
  if (isSwept) await sweepSubjects(ctx);
  await assessSubjects(ctx, [...keys.values()]);
}

/** What cannot be assessed is tried again, each time after a longer pause; the gate does not wait for it. */
async function putOff(
  db: Database,
  { workspaceId, ids, now }: { workspaceId: string; ids: readonly string[]; now: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await db.execute(sql`
    update assessment_due set attempts = attempts + 1,
      due_at = ${now.toISOString()}::timestamptz
        + least(${PAUSE_MS_MAX}, ${FIRST_PAUSE_MS} * power(3, least(attempts, 10))) * interval '1 millisecond'
    where workspace_id = ${workspaceId} and id = any(${sql.param([...ids])}::uuid[])`);
}
