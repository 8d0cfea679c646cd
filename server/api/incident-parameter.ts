import { z } from "@hono/zod-openapi";
import type { Ctx } from "@/server/context";
import { getIncident } from "@/server/incident/queries";

export const incidentParameter = z.object({
  id: z.string().max(100).meta({ description: "Id or number: `42`, `INC-42`.", example: "INC-42" }),
});

/** The version a caller gave; without one (or with `*`), the present one. */
export async function versionOf(ctx: Ctx, id: string, given: number | null): Promise<number> {
  return given ?? (await getIncident(ctx, id)).version;
}
