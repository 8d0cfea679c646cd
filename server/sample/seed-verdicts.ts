import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { changeLink, verdictRevision } from "@/db/schema";
import type { SampleChange } from "@/domain/sample/change-texts";
import type { SampleVerdict } from "@/domain/sample/culprit-verdicts";
import type { SampleIncident } from "@/domain/sample/incident";
import { keepingDayRollup } from "@/server/change/day-rollup";
import { weighVerdicts } from "@/server/change/weigh";
import type { Ctx } from "@/server/context";

interface Given extends Omit<SampleVerdict, "incident" | "change" | "statedAt"> {
  incidentId: string;
  changeId: string;
  changeAt: Date;
  statedAt: Date;
}

/** Links the generated incidents to the changes that did it, and the causes that speak of AI to theirs. */
export async function writeSampleVerdicts(
  ctx: Ctx,
  verdicts: readonly SampleVerdict[],
  known: {
    changes: ReadonlyMap<SampleChange, string>;
    incidents: ReadonlyMap<SampleIncident, string>;
  },
): Promise<void> {
  const given = verdicts.flatMap(({ incident, change, statedAt, ...said }): Given[] => {
    const incidentId = known.incidents.get(incident);
    const changeId = known.changes.get(change);
    if (incidentId === undefined || changeId === undefined) return [];
    const changeAt = new Date(change.atMs);
    return [{ ...said, incidentId, changeId, changeAt, statedAt: new Date(statedAt) }];
  });
  if (given.length === 0) return;
  const ids = [...new Set(given.map(({ changeId }) => changeId))];
  await keepingDayRollup(ctx, ids, async (tx) => {
    const rows = given.map((one) => ({ workspaceId: tx.workspaceId, ...one, generated: true }));
    await insertRows(tx.db, changeLink, rows);
    await insertRows(
      tx.db,
      verdictRevision,
      rows.map(({ changeAt: _changeAt, ...row }) => ({ ...row, id: uuidv7(), probability: null })),
    );
    await weighVerdicts(tx, ids);
  });
  await nameChanges(ctx);
}

/** A cause that speaks of AI names the change that it was, and the best evidence of AI's part in that. */
async function nameChanges(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`
    update cause_revision r set change_id = l.change_id, evidence_id = (
      select e.id from ai_evidence e
      where e.workspace_id = l.workspace_id and e.change_id = l.change_id
      order by array_position(array['attested', 'trailer', 'author', 'branch', 'declared'], e.grade), e.id limit 1)
    from change_link l
    join change c on c.workspace_id = l.workspace_id and c.id = l.change_id and c.at = l.change_at
    where r.workspace_id = ${ctx.workspaceId} and l.workspace_id = r.workspace_id
      and l.incident_id = r.incident_id and l.verdict = 'cause' and c.involvement = 'ai'
      and r.ai_role is not null and r.stated_at >= l.stated_at`);
}
