import { sql } from "drizzle-orm";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

/** So many of the latest AI changes lie together in one index; all tools that there ever were would be a scan. */
const LOOKED_AT_MAX = 1000;

/** The AI tools of the latest changes in which AI took part, by name: what a list can be filtered by to some end. */
export async function toolsOnRecord(ctx: Ctx): Promise<string[]> {
  authoriseReading(ctx);
  const { rows } = await ctx.db.execute<{ tool: string }>(sql`
    select distinct ai_tool as tool from (
      select ai_tool from change where workspace_id = ${ctx.workspaceId} and involvement = 'ai'
      order by at desc, id desc limit ${LOOKED_AT_MAX}) latest
    where ai_tool is not null order by 1`);
  return rows.map(({ tool }) => tool);
}
