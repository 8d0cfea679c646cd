import { and, eq, inArray } from "drizzle-orm";
import { person } from "@/db/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the people that a list is filtered by are called; an id that nobody has is left out. */
export async function authorNames(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  authoriseReading(ctx);
  const asked = ids.filter((id) => UUID.test(id)).slice(0, 50);
  if (asked.length === 0) return [];
  return await ctx.db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(and(eq(person.workspaceId, ctx.workspaceId), inArray(person.id, asked)));
}
