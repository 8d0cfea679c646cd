import { sql } from "drizzle-orm";
import { DAY_MS } from "@/domain/calendar/zone";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

export const ASKED_DAYS = 30;

/** What became of the sign-offs that a rule asked for. */
export interface RuleAsked {
  ruleId: string;
  name: string;
  asked: number;
  waiting: number;
  satisfied: number;
  late: number;
  missing: number;
}

/** The rules that asked for sign-offs in the last 30 days, most first. */
export async function rulesAsked(ctx: Ctx): Promise<RuleAsked[]> {
  authoriseReading(ctx);
  const from = new Date(ctx.now.getTime() - ASKED_DAYS * DAY_MS).toISOString();
  const count = (states: string) => sql.raw(`count(*) filter (where state in (${states}))::int`);
  const { rows } = await ctx.db.execute<RuleAsked & Record<string, unknown>>(sql`
    select rule_id as "ruleId", max(rule_name) as name, count(*)::int as asked,
      ${count("'waiting', 'declined'")} as waiting, ${count("'satisfied'")} as satisfied,
      ${count("'late'")} as late, ${count("'missing'")} as missing
    from sign_off_request
    where workspace_id = ${ctx.workspaceId} and requested_at >= ${from} and state <> 'lapsed'
    group by rule_id order by asked desc, rule_id limit 50`);
  return rows;
}
