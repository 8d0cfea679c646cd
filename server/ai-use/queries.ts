import { sql } from "drizzle-orm";
import type { Actor } from "@/domain/access/actor";
import { canSeePersonFigures, canSeeWholeOfAnySize, GROUP_MIN } from "@/domain/access/reading";
import type { Adoption, AdoptionPoint } from "@/domain/ai-use/schema";
import { hiddenGroups } from "@/domain/ai-use/small-groups";
import { addDays, type Day, dayOf, daysBetween, mondayOf } from "@/domain/calendar/day";
import { Invalid, NotFound } from "@/domain/errors";
import { authoriseReading } from "@/server/access";
import { askAll, type Ctx } from "@/server/context";
import { askedSpan } from "@/server/measure/asked-span";
import { readWorkspace } from "@/server/workspace/queries";

export interface AdoptionQuery {
  from?: string | undefined;
  to?: string | undefined;
  team?: string | undefined;
}

/** Ten years and some. */
const WEEKS_MAX = 600;

/**
 * AI adoption per ISO week in the workspace's zone: distinct people on the roster with at least one AI use in the
 * week / people on the roster on at least one of its days. Null when nobody is on it, when no source tells of the week,
 * and when the people are too few to show.
 */
export async function weeklyAdoption(ctx: Ctx, query: AdoptionQuery): Promise<Adoption> {
  authoriseReading(ctx);
  const { timeZone, adoptionTarget } = await readWorkspace(ctx);
  const nowMs = ctx.now.getTime();
  const span = askedSpan(query, { zone: timeZone, nowMs });
  const weeks = weeksOf(dayOf(span.startMs, timeZone), dayOf(span.endMs - 1, timeZone));
  const teamId = query.team === undefined ? null : await teamIdOf(ctx, query.team);
  const [users, roster, covered, aggregates, notOnRoster] = await askAll(
    ctx,
    () => usersByWeek(ctx, weeks, teamId),
    () => rosterRows(ctx),
    () => coveredDays(ctx, weeks),
    () => aggregatesByWeek(ctx, weeks),
    () => countNotOnRoster(ctx),
  );
  const today = dayOf(nowMs, timeZone);
  const points = weeks.map((weekStart): AdoptionPoint => {
    const days = covered.get(weekStart) ?? new Set<Day>();
    const people = peopleOf(roster, weekStart);
    const tooFew = isTooFew(ctx.actor, people, teamId);
    const used = tooFew ? null : (users.get(weekStart) ?? 0);
    const onRoster = teamId === null ? people.total : (people.byTeam.get(teamId) ?? 0);
    return {
      weekStart,
      users: used,
      eligible: onRoster,
      rate: used === null || onRoster === 0 || days.size === 0 ? null : used / onRoster,
      coverage: coverageOf(weekStart, days, today),
      tooFew,
      // A source's own count is about everybody it knows of, whatever team is asked for.
      aggregates: isTooFew(ctx.actor, people, null) ? [] : (aggregates.get(weekStart) ?? []),
    };
  });
  const isShown = notOnRoster === 0 || notOnRoster >= GROUP_MIN || canSeeWholeOfAnySize(ctx.actor);
  return { target: adoptionTarget, points, notOnRoster: isShown ? notOnRoster : null };
}

function weeksOf(firstDay: Day, lastDay: Day): Day[] {
  const first = mondayOf(firstDay);
  const count = Math.floor(daysBetween(first, lastDay) / 7) + 1;
  if (count > WEEKS_MAX) {
    throw new Invalid("from", `That would be more than ${WEEKS_MAX} weeks. Ask for a shorter span.`);
  }
  return Array.from({ length: count }, (_, index) => addDays(first, 7 * index));
}

/** Share of the week's working days up to today for which a source tells; today counts once it is told of. */
function coverageOf(weekStart: Day, covered: ReadonlySet<Day>, today: Day): number | null {
  let past = 0;
  let told = 0;
  for (let offset = 0; offset < 5; offset += 1) {
    const day = addDays(weekStart, offset);
    const isTold = covered.has(day);
    if (day < today || isTold) past += 1;
    if (isTold) told += 1;
  }
  return past === 0 ? null : told / past;
}

async function teamIdOf(ctx: Ctx, name: string): Promise<string> {
  const result = await ctx.db.execute<{ id: string }>(
    sql`select id from team where workspace_id = ${ctx.workspaceId} and name = ${name}`,
  );
  const id = result.rows[0]?.id;
  if (id === undefined) throw new NotFound("team", name);
  return id;
}

async function usersByWeek(
  ctx: Ctx,
  weeks: readonly Day[],
  teamId: string | null,
): Promise<Map<Day, number>> {
  const result = await ctx.db.execute<{ week_start: Day; users: number }>(sql`
    select w.week_start, count(*)::int as users
    from ai_use_week w join person p on p.workspace_id = w.workspace_id and p.id = w.person_id
    where w.workspace_id = ${ctx.workspaceId}
      and w.week_start between ${weeks[0] ?? ""} and ${weeks.at(-1) ?? ""}
      and p.on_roster ${teamId === null ? sql`` : sql`and p.team_id = ${teamId}`}
      and (p.active_from is null or p.active_from <= w.week_start + 6)
      and (p.active_to is null or p.active_to >= w.week_start)
    group by w.week_start`);
  return new Map(result.rows.map((row) => [row.week_start, row.users]));
}

type RosterRow = { team_id: string | null; active_from: Day | null; active_to: Day | null; people: number };

async function rosterRows(ctx: Ctx): Promise<RosterRow[]> {
  const result = await ctx.db.execute<RosterRow>(sql`
    select team_id, active_from, active_to, count(*)::int as people from person
    where workspace_id = ${ctx.workspaceId} and on_roster
    group by team_id, active_from, active_to`);
  return result.rows;
}

interface PeopleOfWeek {
  total: number;
  /** Of no team. */
  ungrouped: number;
  byTeam: Map<string, number>;
}

/** Who was on the roster on at least one of the week's days. */
function peopleOf(roster: readonly RosterRow[], week: Day): PeopleOfWeek {
  const lastDay = addDays(week, 6);
  const found: PeopleOfWeek = { total: 0, ungrouped: 0, byTeam: new Map() };
  for (const { team_id: team, active_from: from, active_to: to, people } of roster) {
    if ((from !== null && from > lastDay) || (to !== null && to < week)) continue;
    found.total += people;
    if (team === null) found.ungrouped += people;
    else found.byTeam.set(team, (found.byTeam.get(team) ?? 0) + people);
  }
  return found;
}

/** Whether the figure of the team, or of everybody, tells the actor more than a group of five may. */
function isTooFew(actor: Actor, { total, ungrouped, byTeam }: PeopleOfWeek, teamId: string | null): boolean {
  if (canSeePersonFigures(actor, null)) return false;
  if (teamId === null) return total > 0 && total < GROUP_MIN && !canSeeWholeOfAnySize(actor);
  return hiddenGroups(byTeam, { ungrouped, min: GROUP_MIN }).has(teamId);
}

async function coveredDays(ctx: Ctx, weeks: readonly Day[]): Promise<Map<Day, Set<Day>>> {
  const result = await ctx.db.execute<{ day: Day }>(sql`
    select distinct day from ai_use_coverage
    where workspace_id = ${ctx.workspaceId}
      and day >= ${weeks[0] ?? ""} and day < ${addDays(weeks.at(-1) ?? "", 7)}`);
  const byWeek = new Map<Day, Set<Day>>();
  for (const { day } of result.rows) {
    const week = mondayOf(day);
    const known = byWeek.get(week);
    if (known) known.add(day);
    else byWeek.set(week, new Set([day]));
  }
  return byWeek;
}

type Aggregate = AdoptionPoint["aggregates"][number];

/** Counts without people of the windows that end in a week; of several daily ones, the largest. */
async function aggregatesByWeek(ctx: Ctx, weeks: readonly Day[]): Promise<Map<Day, Aggregate[]>> {
  const result = await ctx.db.execute<{ week: Day; source: string; metric: string; users: number }>(sql`
    select date_trunc('week', window_end)::date as week, source, metric, max(users) as users
    from ai_use_aggregate
    where workspace_id = ${ctx.workspaceId}
      and window_end >= ${weeks[0] ?? ""} and window_end < ${addDays(weeks.at(-1) ?? "", 7)}
    group by 1, 2, 3 order by 1, 2, 3`);
  const byWeek = new Map<Day, Aggregate[]>();
  for (const { week, ...aggregate } of result.rows) {
    const known = byWeek.get(week);
    if (known) known.push(aggregate);
    else byWeek.set(week, [aggregate]);
  }
  return byWeek;
}

async function countNotOnRoster(ctx: Ctx): Promise<number> {
  const result = await ctx.db.execute<{ people: number }>(sql`
    select count(*)::int as people from person
    where workspace_id = ${ctx.workspaceId} and not on_roster`);
  return result.rows[0]?.people ?? 0;
}
