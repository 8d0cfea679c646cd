import { sql } from "drizzle-orm";
import type { ChangeSource } from "@/domain/change/kinds";
import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import type { Ctx } from "@/server/context";
import { type Recorded, recordChanges, type Telling } from "../record";

export type GivenTelling = Partial<Record<keyof ChangeInput, unknown>>;

/** A telling as it comes in: through the wire contract. */
export function telling(given: GivenTelling, source: ChangeSource = "api"): Telling {
  const input = changeInputSchema.parse({ kind: "config", title: "Raise the limit", ...given });
  return { input, source, what: "a test" };
}

export function tell(ctx: Ctx, ...given: GivenTelling[]): Promise<Recorded[]> {
  return recordChanges(
    ctx,
    given.map((one) => telling(one)),
  );
}

export function idOf(recorded: Recorded | undefined): string {
  if (recorded === undefined || recorded.status === "refused") throw new Error(JSON.stringify(recorded));
  return recorded.id;
}

/** What the figures say, a line for each service, day and class: "checkout 2026-03-01 ai 3 0". */
export async function daysOf(ctx: Ctx): Promise<string[]> {
  const result = await ctx.db.execute<{ line: string }>(sql`
    select concat_ws(' ', coalesce(s.slug, 'all'), d.day, d.involvement, sum(changes), sum(failed)) as line
    from change_day d left join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
    where d.workspace_id = ${ctx.workspaceId} group by s.slug, d.day, d.involvement
    having sum(changes) <> 0 or sum(failed) <> 0 order by 1`);
  return result.rows.map(({ line }) => line);
}
