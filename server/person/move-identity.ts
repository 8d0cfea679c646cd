import { type SQL, sql } from "drizzle-orm";
import { dayStartMs } from "@/domain/calendar/day";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";
import { moveWords } from "@/server/sign-off/move-words";
import { queueWritten, type WrittenChange } from "@/server/sign-off/queue-assessment";
import { ALWAYS_BEFORE } from "./queries";

/**
 * Waits for whoever is writing changes and keeps others waiting until the end of the transaction: a writer that has
 * already asked who an author is would else write of somebody who is no more. Every writer of changes locks this table.
 */
async function waitForWriters(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`lock table change_day in share row exclusive mode`);
}

/**
 * Makes everything known of one person another's: handles, address, use of AI, account, changes with the other's level
 * on their days, reviews. The rows of the ledger are locked in the order that its writers keep.
 */
export async function moveIdentity(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  const reviewed = await reviewedChanges(ctx, fromId);
  await waitForWriters(ctx);
  await moveHandles(ctx, fromId, intoId);
  await moveUse(ctx, fromId, intoId);
  for (const table of ["member", "invitation"] as const) {
    await ctx.db.execute(sql`
      update ${sql.identifier(table)} set person_id = ${intoId}
      where workspace_id = ${ctx.workspaceId} and person_id = ${fromId}`);
  }
  await moveAgents(ctx, fromId, intoId);
  await moveChanges(ctx, fromId, intoId);
  await moveReviews(ctx, reviewed, fromId, intoId);
  await moveWords(ctx, fromId, intoId);
}

/** Levels in effect changed from a day on: the person's changes since are by somebody of the level that holds now. */
export async function refreshAuthorLevels(ctx: Ctx, personId: string, from: string): Promise<void> {
  const zone = await workspaceZone(ctx);
  const since =
    from === ALWAYS_BEFORE
      ? sql``
      : sql`and c.at >= ${new Date(dayStartMs(from, zone)).toISOString()}::timestamptz`;
  await ctx.db.execute(sql`
    select 1 from change c where c.workspace_id = ${ctx.workspaceId} and c.author_id = ${personId} ${since}
    order by c.id for update`);
  const { rows } = await ctx.db.execute<WrittenChange & Record<string, unknown>>(sql`
    update change c set author_level = ${levelThen(personId, zone)}, version = c.version + 1,
      updated_at = ${ctx.now.toISOString()}
    where c.workspace_id = ${ctx.workspaceId} and c.author_id = ${personId} ${since}
      and c.author_level is distinct from ${levelThen(personId, zone)}
    returning c.id, (extract(epoch from c.at) * 1000)::float8 as at, c.involvement, c.ai_role as "aiRole", c.kind,
      c.environment, c.sign_off as "signOff"`);
  await queueWritten(ctx, rows);
}

/** The level of a person on the day of a change `c` in the workspace's zone. */
function levelThen(personId: string, zone: string): SQL {
  return sql`(select l.level from person_level l
    where l.workspace_id = c.workspace_id and l.person_id = ${personId}::uuid
      and l.effective_from <= (c.at at time zone ${zone})::date
    order by l.effective_from desc limit 1)`;
}

/** The address and the name that the person had go along as handles: sources may go on telling them. */
async function moveHandles(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  await ctx.db.execute(sql`
    update person_handle set person_id = ${intoId}
    where workspace_id = ${ctx.workspaceId} and person_id = ${fromId}`);
  await ctx.db.execute(sql`
    insert into person_handle (workspace_id, kind, handle, person_id)
    select p.workspace_id, t.kind, t.handle, ${intoId}::uuid
    from person p join person i on i.workspace_id = p.workspace_id and i.id = ${intoId}::uuid
    cross join lateral (values ('email', lower(p.email)), ('name', lower(p.name))) as t (kind, handle)
    where p.workspace_id = ${ctx.workspaceId} and p.id = ${fromId} and t.handle is not null
      and t.handle is distinct from lower(i.email) and t.handle <> lower(i.name)
      and not exists (select 1 from person_handle h
        where h.workspace_id = p.workspace_id and h.person_id = ${intoId}::uuid and h.handle = t.handle)
    on conflict do nothing`);
}

/** Agents that they own, and what agents asked at their word: an approval of their own is then seen as such. */
async function moveAgents(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  await ctx.db.execute(sql`
    update agent set owner_id = ${intoId} where workspace_id = ${ctx.workspaceId} and owner_id = ${fromId}`);
  for (const column of ["prompted_by_id", "asked_by_person_id"]) {
    await ctx.db.execute(sql`
      update agent_action set ${sql.identifier(column)} = ${intoId}
      where workspace_id = ${ctx.workspaceId} and ${sql.identifier(column)} = ${fromId}`);
  }
}

async function moveUse(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  await ctx.db.execute(sql`
    insert into ai_use (workspace_id, person_id, day, tool, source, generated)
    select workspace_id, ${intoId}::uuid, day, tool, source, generated from ai_use
    where workspace_id = ${ctx.workspaceId} and person_id = ${fromId} on conflict do nothing`);
  await ctx.db.execute(sql`
    insert into ai_use_week (workspace_id, week_start, person_id)
    select workspace_id, week_start, ${intoId}::uuid from ai_use_week
    where workspace_id = ${ctx.workspaceId} and person_id = ${fromId} on conflict do nothing`);
}

async function moveChanges(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  const zone = await workspaceZone(ctx);
  await ctx.db.execute(sql`
    select 1 from change where workspace_id = ${ctx.workspaceId} and author_id = ${fromId}
    order by id for update`);
  await ctx.db.execute(sql`
    update change c set author_id = ${intoId}, author_level = ${levelThen(intoId, zone)}, version = c.version + 1,
      updated_at = ${ctx.now.toISOString()}
    where c.workspace_id = ${ctx.workspaceId} and c.author_id = ${fromId}`);
}

/** No index leads to reviewers, so they are looked through before anybody has to wait. */
async function reviewedChanges(ctx: Ctx, personId: string): Promise<string[]> {
  const result = await ctx.db.execute<{ change_id: string }>(sql`
    select change_id from change_detail where workspace_id = ${ctx.workspaceId}
      and reviewers @> ${JSON.stringify([{ personId }])}::jsonb`);
  return result.rows.map(({ change_id }) => change_id);
}

async function moveReviews(
  ctx: Ctx,
  changeIds: readonly string[],
  fromId: string,
  intoId: string,
): Promise<void> {
  if (changeIds.length === 0) return;
  await ctx.db.execute(sql`
    update change_detail d set reviewers = (
      select jsonb_agg(case when r.one ->> 'personId' = ${fromId}
        then jsonb_set(r.one, '{personId}', to_jsonb(${intoId}::text)) else r.one end order by r.place)
      from jsonb_array_elements(d.reviewers) with ordinality as r (one, place))
    where d.workspace_id = ${ctx.workspaceId} and d.change_id = any(${sql.param([...changeIds])}::uuid[])`);
}
