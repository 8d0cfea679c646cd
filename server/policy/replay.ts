import { sql } from "drizzle-orm";
import { dayOf } from "@/domain/calendar/day";
import { DAY_MS } from "@/domain/calendar/zone";
import { forecastQueue, growthWords } from "@/domain/capacity/forecast";
import { wilsonInterval } from "@/domain/sign-off/certainty";
import type { Policy } from "@/domain/sign-off/policy";
import { EVERY_AI_CHANGE, PRESETS } from "@/domain/sign-off/presets";
import { asEnforced, type Replay, replayerOf } from "@/domain/sign-off/replay";
import type { PolicyReplay, ReplayedPolicy, ReplayInput } from "@/domain/sign-off/replay-schema";
import { replayWords } from "@/domain/sign-off/replay-words";
import { REVIEW_COST, type ReviewCost } from "@/domain/sign-off/review-cost";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { readScope } from "@/server/measure/scope";
import { freshRollups } from "@/server/rollup/dirty-days";
import { policyInForce } from "./in-force";
import { breathe, type Past, ROWS_PER_BREATH, readPast } from "./past-changes";

const MONTH_DAYS = 30;
const COSTLIEST_MAX = 5;
/** Of a week: an assumption, which the page states and lets be changed. */
const HOURS_PER_REVIEWER = 4;

type Replayable = Omit<ReplayInput, "policy"> & { policy: Policy };

interface Candidate extends Pick<ReplayedPolicy, "key" | "name" | "kind"> {
  policy: Policy;
}

interface Reviewers {
  people: number;
  hoursPerReviewer: number;
  hoursPerWeek: number;
}

/** What a policy would have done with the changes of the last months, beside the one in force and the presets. */
export async function replayOn(
  ctx: Ctx,
  input: Replayable,
  { changesMax }: { changesMax?: number } = {},
): Promise<PolicyReplay> {
  authoriseReading(ctx);
  await freshRollups(ctx);
  const scope = await readScope(ctx, { service: null, team: null, cause: null });
  const candidates = await candidatesOf(ctx, input.policy);
  const nowMs = ctx.now.getTime();
  const cost = input.cost ?? REVIEW_COST;
  const past = await readPast(ctx, scope, {
    fromMs: nowMs - input.months * MONTH_DAYS * DAY_MS,
    policies: candidates.map(({ policy }) => policy),
    cost,
    changesMax,
  });
  const weeks = (nowMs - past.fromMs) / (7 * DAY_MS);
  const reviewers = await reviewersOf(ctx, {
    today: dayOf(nowMs, scope.timeZone),
    hoursPerReviewer: input.hoursPerReviewer ?? HOURS_PER_REVIEWER,
  });
  const replayed: { candidate: Candidate; replay: Replay }[] = [];
  for (const candidate of candidates) {
    replayed.push({ candidate, replay: await replayBesides(candidate.policy, past, cost) });
  }
  const policies = replayed.map(({ candidate, replay }) =>
    replayedOf(candidate, replay, { weeks, reviewers }),
  );
  return {
    from: new Date(past.fromMs).toISOString(),
    to: ctx.now.toISOString(),
    weeks,
    changes: past.count,
    isCut: past.isCut,
    generated: past.generated,
    incidents: replayed[0]?.replay.incidents ?? 0,
    incidentsWithoutChange: past.incidents.withoutChange,
    cost,
    reviewers,
    policies,
    ...comparisonOf(past, replayed, policies),
  };
}

/** Lets others have their turn: the process answers the gate meanwhile. */
async function replayBesides(policy: Policy, { changes }: Past, cost: ReviewCost): Promise<Replay> {
  const replayer = replayerOf(policy, cost);
  for (const [index, change] of changes.entries()) {
    if (index % ROWS_PER_BREATH === 0) await breathe();
    replayer.add(change);
  }
  return replayer.result();
}

/** The draft first; each as if it had been enforced all along. */
async function candidatesOf(ctx: Ctx, draft: Policy): Promise<Candidate[]> {
  const inForce = await policyInForce(ctx, ctx.now);
  const presets = [...PRESETS, EVERY_AI_CHANGE].map(({ id, name, about: _, ...rule }) => ({
    key: id,
    name,
    kind: "preset" as const,
    policy: asEnforced({ rules: [{ id, name, ...rule }] }),
  }));
  return [
    { key: "draft", name: "The draft", kind: "draft", policy: asEnforced(draft) },
    ...(inForce === null
      ? []
      : [
          {
            key: "in-force",
            name: `v${inForce.version}`,
            kind: "in-force" as const,
            policy: asEnforced(inForce.policy),
          },
        ]),
    ...presets,
  ];
}

/** People whose level lets them sign for juniors and mid-level engineers, on the roster today and not away. */
async function reviewersOf(
  ctx: Ctx,
  { today, hoursPerReviewer }: { today: string; hoursPerReviewer: number },
): Promise<Reviewers> {
  const { rows } = await ctx.db.execute<{ people: number }>(sql`
    select count(*)::int as people from person p
    cross join lateral (select level from person_level l
      where l.workspace_id = p.workspace_id and l.person_id = p.id and l.effective_from <= ${today}::date
      order by l.effective_from desc limit 1) l
    where p.workspace_id = ${ctx.workspaceId} and p.on_roster
      and (p.active_from is null or p.active_from <= ${today}::date)
      and (p.active_to is null or p.active_to >= ${today}::date)
      and l.level in ('senior', 'principal', 'manager')
      and not exists (select from absence a where a.workspace_id = p.workspace_id and a.person_id = p.id
        and a.from_day <= ${today}::date and (a.to_day is null or a.to_day >= ${today}::date))`);
  const people = rows[0]?.people ?? 0;
  return { people, hoursPerReviewer, hoursPerWeek: people * hoursPerReviewer };
}

function replayedOf(
  { key, name, kind }: Candidate,
  replay: Replay,
  { weeks, reviewers }: { weeks: number; reviewers: Reviewers },
): ReplayedPolicy {
  const incidentsHeld = replay.caught.length;
  const interval =
    replay.incidents === 0 ? { low: 0, high: 1 } : wilsonInterval(incidentsHeld, replay.incidents);
  const hoursPerWeek = replay.reviewerHours / weeks;
  return {
    key,
    name,
    kind,
    required: replay.required,
    satisfied: replay.satisfied,
    late: replay.late,
    missing: replay.missing,
    waived: replay.waived,
    held: replay.held,
    heldHarmless: replay.heldHarmless,
    incidentsHeld,
    incidentsHeldLow: interval.low,
    incidentsHeldHigh: interval.high,
    heldImpactMinutes: replay.caughtImpactMinutes,
    reviewerHours: replay.reviewerHours,
    hoursPerWeek,
    usedRatio: reviewers.hoursPerWeek > 0 ? hoursPerWeek / reviewers.hoursPerWeek : null,
    growth: growthOf(hoursPerWeek, replay.required / weeks, reviewers),
    byRule: replay.byRule,
  };
}

/** Where the hours asked for are more than there are, the queue has no end; what would give it one. */
function growthOf(hoursPerWeek: number, signOffsPerWeek: number, reviewers: Reviewers): string | null {
  const { people, hoursPerReviewer } = reviewers;
  if (!(hoursPerWeek > 0)) return null;
  const forecast = forecastQueue({
    servers: people,
    arrivalsPerHour: signOffsPerWeek / hoursPerReviewer,
    serviceHours: hoursPerWeek / signOffsPerWeek,
  });
  return forecast.stable ? null : growthWords(forecast);
}

function comparisonOf(
  past: Past,
  replayed: readonly { candidate: Candidate; replay: Replay }[],
  policies: readonly ReplayedPolicy[],
): Pick<PolicyReplay, "costliest" | "summary"> {
  const holders = replayed.map(({ candidate, replay }) => ({
    key: candidate.key,
    held: new Set(replay.caught.map(({ incidentId }) => incidentId)),
  }));
  const met = new Map(
    past.changes.flatMap(({ incidents }) =>
      incidents.map(({ id }) => [id, past.incidents.byId.get(id)] as const),
    ),
  );
  const incidents = [...met.values()].flatMap((one) => one ?? []);
  const costliest = incidents
    .sort((a, b) => b.impactMinutes - a.impactMinutes || a.number - b.number)
    .slice(0, COSTLIEST_MAX)
    .map(({ id, ...incident }) => ({
      incidentId: id,
      ...incident,
      heldBy: holders.flatMap(({ key, held }) => (held.has(id) ? [key] : [])),
    }));
  const [draft, ...others] = policies;
  if (draft === undefined) throw new Error("A replay begins with the draft.");
  const inForce = others.find(({ kind }) => kind === "in-force") ?? null;
  const heldBy = (key: string) => holders.find((one) => one.key === key)?.held ?? new Set<string>();
  const [mine, theirs] = [heldBy("draft"), heldBy("in-force")];
  const only = [
    [...mine].filter((id) => !theirs.has(id)).length,
    [...theirs].filter((id) => !mine.has(id)).length,
  ] as const;
  return { costliest, summary: replayWords({ incidents: incidents.length, draft, inForce, only }) };
}
