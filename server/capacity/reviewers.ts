import { sql } from "drizzle-orm";
import type { Actor } from "@/domain/access/actor";
import { canSeePersonFigures, GROUP_MIN } from "@/domain/access/reading";
import type { Day } from "@/domain/calendar/day";
import { loadShape, singleSigners } from "@/domain/capacity/load";
import { plausibleMs, STAMP_LINES_MIN } from "@/domain/capacity/rubber-stamp";
import type { Capacity } from "@/domain/capacity/schema";
import type { Level } from "@/domain/person/levels";
import type { MeasureScope } from "@/server/change/measure-days";
import { askAll, type Ctx } from "@/server/context";
import { isWhole, ofServices } from "./cases";
import { isAway, isOfLevel, type Signer } from "./signers";

const PEOPLE_SHOWN = 12;
const STAMPS_SHOWN = 50;

/** Approvals that were not taken back, and the requests they are of. */
const GIVEN = sql`sign_off s join sign_off_request r on r.workspace_id = s.workspace_id and r.id = s.request_id`;
const STANDS = sql`s.decision = 'approved' and s.withdrawn_at is null`;

export interface SignOffCount {
  personId: string;
  name: string;
  signOffs: number;
}

/** How often each person signed since an instant, most often first. */
export async function signOffsByPerson(ctx: Ctx, scope: MeasureScope, since: Date): Promise<SignOffCount[]> {
  // Of the whole workspace it is the same whatever they were of.
  const given = isWhole(scope) ? sql`sign_off s` : GIVEN;
  const { rows } = await ctx.db.execute<{ person_id: string; name: string; n: number }>(sql`
    select s.person_id, coalesce(p.name, '') as name, s.n from (
      select s.person_id, count(*)::int as n from ${given}
      where s.workspace_id = ${ctx.workspaceId} and s.at >= ${since.toISOString()} and ${STANDS} ${ofServices(scope)}
      group by 1) s
    left join person p on p.workspace_id = ${ctx.workspaceId} and p.id = s.person_id
    order by s.n desc, s.person_id`);
  return rows.map((row) => ({ personId: row.person_id, name: row.name, signOffs: row.n }));
}

function shown(actor: Actor, one: { personId: string; name: string }) {
  return canSeePersonFigures(actor, one.personId) ? { id: one.personId, name: one.name } : null;
}

/** The load's shape with its busiest; so few people are none for those who may not see figures about each of them. */
export function loadOf(ctx: Ctx, counts: readonly SignOffCount[], weeks: number): Capacity["load"] {
  const shape = loadShape(counts.map(({ signOffs }) => signOffs));
  if (shape === null) return null;
  if (shape.reviewers < GROUP_MIN && !canSeePersonFigures(ctx.actor, null)) return null;
  const people = counts.slice(0, PEOPLE_SHOWN).map((one, index) => ({
    rank: index + 1,
    signOffs: one.signOffs,
    ratio: one.signOffs / shape.signOffs,
    person: shown(ctx.actor, one),
  }));
  return { weeks, ...shape, people };
}

/** Services whose sign-offs were all one person's, with how many others of their team could sign. */
export async function singlesOf(
  ctx: Ctx,
  scope: MeasureScope,
  given: { since: Date; today: Day; minimumLevel: Level; signers: readonly Signer[] },
): Promise<Capacity["singles"]> {
  const { rows } = await ctx.db.execute<{ service_id: string; person_id: string; n: number }>(sql`
    select t.service_id, s.person_id, count(*)::int as n from ${GIVEN}, unnest(r.service_ids) as t (service_id)
    where s.workspace_id = ${ctx.workspaceId} and s.at >= ${given.since.toISOString()} and ${STANDS}
      ${ofServices(scope)} group by 1, 2`);
  const singles = singleSigners(
    rows.map((row) => ({ serviceId: row.service_id, personId: row.person_id, signOffs: row.n })),
  );
  if (singles.length === 0) return [];
  const details = await ctx.db.execute<{
    id: string;
    slug: string;
    name: string;
    weight: number;
    team_id: string | null;
    person_id: string;
    person_name: string;
  }>(sql`
    select s.id, s.slug, s.name, s.weight, s.team_id, t.person_id, coalesce(p.name, '') as person_name
    from unnest(${sql.param(singles.map(({ serviceId }) => serviceId))}::uuid[],
      ${sql.param(singles.map(({ personId }) => personId))}::uuid[]) as t (service_id, person_id)
    join service s on s.workspace_id = ${ctx.workspaceId} and s.id = t.service_id
    left join person p on p.workspace_id = s.workspace_id and p.id = t.person_id`);
  const { today, minimumLevel, signers } = given;
  return singles.flatMap(({ serviceId, signOffs }) => {
    const row = details.rows.find(({ id }) => id === serviceId);
    if (row === undefined) return [];
    const able = signers.filter((one) => isOfLevel(one, today, minimumLevel) && !isAway(one, today));
    return {
      slug: row.slug,
      name: row.name,
      weight: row.weight,
      signOffs,
      couldSign: able.filter(({ teamId }) => teamId !== null && teamId === row.team_id).length,
      person: shown(ctx.actor, { personId: row.person_id, name: row.person_name }),
    };
  });
}

/** Sign-offs quicker than reading the diff at a stated rate: how many of how many, and the newest of them. */
export async function stampsOf(
  ctx: Ctx,
  scope: MeasureScope,
  { since, until, linesPerHour }: { since: Date; until: Date; linesPerHour: number },
): Promise<Capacity["stamps"]> {
  const lines = sql`(r.additions + r.deletions)`;
  const elapsed = sql`(extract(epoch from s.at - r.requested_at) * 1000)::float8`;
  const asked = sql`s.workspace_id = ${ctx.workspaceId} and s.at >= ${since.toISOString()}
    and s.at < ${until.toISOString()} and ${STANDS} and ${lines} >= ${STAMP_LINES_MIN} ${ofServices(scope)}`;
  const isQuick = sql`${elapsed} < ${lines} * ${plausibleMs(1, linesPerHour)}::float8`;
  const [counts, found] = await askAll(
    ctx,
    () =>
      ctx.db.execute<{ all: number; quick: number }>(sql`
      select count(*)::int as all, (count(*) filter (where ${isQuick}))::int as quick from ${GIVEN} where ${asked}`),
    () =>
      ctx.db.execute<{
        change_id: string | null;
        title: string;
        lines: number;
        elapsed: number;
        at: string;
        person_id: string;
        name: string;
        services: string[];
      }>(sql`
      select r.change_id, r.title, ${lines} as lines, ${elapsed} as elapsed, s.at, s.person_id,
        coalesce(p.name, '') as name, array(select v.name from service v where v.workspace_id = r.workspace_id
          and v.id = any(r.service_ids) order by v.name limit 3) as services
      from ${GIVEN} left join person p on p.workspace_id = s.workspace_id and p.id = s.person_id
      where ${asked} and ${isQuick} order by s.at desc, s.id limit ${STAMPS_SHOWN}`),
  );
  return {
    linesPerHour,
    of: counts.rows[0]?.all ?? 0,
    flagged: counts.rows[0]?.quick ?? 0,
    rows: found.rows.map((row) => ({
      changeId: row.change_id,
      title: row.title,
      services: row.services,
      lines: row.lines,
      elapsedMs: row.elapsed,
      plausibleMs: plausibleMs(row.lines, linesPerHour),
      at: new Date(row.at).toISOString(),
      person: shown(ctx.actor, { personId: row.person_id, name: row.name }),
    })),
  };
}
