import { sql } from "drizzle-orm";
import { type Day, dayStartMs } from "@/domain/calendar/day";
import { DAY_MS } from "@/domain/calendar/zone";
import { type GovernedChange, serviceTest } from "@/domain/sign-off/conditions";
import { asksForBudgets } from "@/domain/sign-off/might-ask";
import { BUDGET_DAYS, budgetSpentReader, type DailyLoss } from "@/domain/sign-off/past-budget";
import type { Policy, Rule } from "@/domain/sign-off/policy";
import type { Ctx } from "@/server/context";
import type { Scope } from "@/server/measure/scope";
import { isoOf } from "./past-approvals";

type Services = GovernedChange["services"];

/** Services as the rules of some policies saw them, day by day. */
export interface PastServices {
  /** The services that a rule was about on some day; null where it is about all changes. */
  takenBy: (rule: Rule) => readonly string[] | null;
  /** Those that any rule was about: no other service of a change decides anything. */
  taken: readonly string[];
  /** Those that a rule was about on some days only, as budgets are spent and come back. */
  changing: readonly string[];
  /** Of ids as Postgres writes an array, with what was left of their budgets. */
  at: (ids: string, atMs: number) => Services;
}

/** Budgets take reading: only where asked for. */
export async function readPastServices(
  ctx: Ctx,
  scope: Scope,
  { fromMs, policies }: { fromMs: number; policies: readonly Policy[] },
): Promise<PastServices> {
  const hasBudgets = policies.some(asksForBudgets);
  const losses = hasBudgets ? await readLosses(ctx, scope, fromMs) : new Map<string, DailyLoss[]>();
  const known = new Map(
    scope.all.map((service) => {
      const { id, slug, weight, sloTarget: objectiveRatio, trackedFromMs } = service;
      const spentAt = budgetSpentReader({ objectiveRatio, trackedFromMs, losses: losses.get(id) ?? [] });
      const on = (dayMs: number) =>
        hasBudgets ? { slug, weight, budgetSpentRatio: spentAt(dayMs) } : { slug, weight };
      return [id, on] as const;
    }),
  );
  const firstMs = startOf(fromMs);
  const count = hasBudgets ? Math.ceil((ctx.now.getTime() - firstMs) / DAY_MS) : 1;
  const days = Array.from({ length: Math.max(1, count) }, (_, index) => firstMs + index * DAY_MS);
  const lists = new Map<string, Services>();
  return {
    ...takenOf(known, days, policies),
    at: (text, atMs) => {
      // A budget is of whole days, and the same lists come again and again.
      const dayMs = hasBudgets ? startOf(atMs) : 0;
      const key = `${text}${dayMs}`;
      const list = lists.get(key) ?? idsIn(text).flatMap((id) => known.get(id)?.(dayMs) ?? []);
      lists.set(key, list);
      return list;
    },
  };
}

function takenOf(
  known: ReadonlyMap<string, (dayMs: number) => Services[number]>,
  days: readonly number[],
  policies: readonly Policy[],
): Omit<PastServices, "at"> {
  const takenBy = new Map<Rule, string[]>();
  const [taken, changing] = [new Set<string>(), new Set<string>()];
  const tests = policies.flatMap(({ rules }) =>
    rules.flatMap((rule) => {
      const test = serviceTest(rule.when);
      if (test === null) return [];
      const ids: string[] = [];
      takenBy.set(rule, ids);
      return [{ test, ids }];
    }),
  );
  for (const [id, on] of tests.length === 0 ? [] : known) {
    const states = days.map(on);
    for (const { test, ids } of tests) {
      const fitting = states.filter(test).length;
      if (fitting === 0) continue;
      ids.push(id);
      taken.add(id);
      if (fitting < states.length) changing.add(id);
    }
  }
  return { takenBy: (rule) => takenBy.get(rule) ?? null, taken: [...taken], changing: [...changing] };
}

const startOf = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;
const idsIn = (text: string) => text.slice(1, -1).split(",");

async function readLosses(ctx: Ctx, { timeZone }: Scope, fromMs: number): Promise<Map<string, DailyLoss[]>> {
  const { rows } = await ctx.db.execute<{ id: string; day: Day; lostMs: number }>(sql`
    select service_id as id, day::text as day, lost_ms as "lostMs" from service_day
    where workspace_id = ${ctx.workspaceId}
      and day >= ${isoOf(fromMs)}::date - ${BUDGET_DAYS + 2}::int order by service_id, day`);
  const starts = new Map<Day, number>();
  const losses = new Map<string, DailyLoss[]>();
  for (const { id, day, lostMs } of rows) {
    const dayMs = starts.get(day) ?? dayStartMs(day, timeZone);
    starts.set(day, dayMs);
    const own = losses.get(id) ?? [];
    losses.set(id, own);
    own.push({ dayMs, lostMs });
  }
  return losses;
}
