import { eq, sql } from "drizzle-orm";
import { incidentCounter } from "@/db/schema";
import type { Ctx } from "@/server/context";

/**
 * Keeps the planner's statistics in step with an import. A workspace that Postgres has never counted looks empty to
 * it, and statements that read what a batch wrote then take a plan whose time grows with the square of the rows.
 */
export class Statistics {
  readonly #ctx: Ctx;
  #counted: number;
  #written = 0;

  private constructor(ctx: Ctx, counted: number) {
    this.#ctx = ctx;
    this.#counted = counted;
  }

  static async of(ctx: Ctx): Promise<Statistics> {
    const [row] = await ctx.db
      .select({ lastNumber: incidentCounter.lastNumber })
      .from(incidentCounter)
      .where(eq(incidentCounter.workspaceId, ctx.workspaceId));
    return new Statistics(ctx, row?.lastNumber ?? 0);
  }

  /**
   * After a batch: counts anew whenever the workspace has quadrupled since. A guess that is off by four still takes
   * the right plan, and counting a table of millions costs a second.
   */
  async wrote(incidents: number): Promise<void> {
    this.#written += incidents;
    if (this.#written < this.#counted * 3) return;
    await this.#ctx.db.execute(sql`
      analyze service, incident, impact, incident_source, service_day, service_day_incident, incident_cost`);
    this.#counted += this.#written;
    this.#written = 0;
  }
}
