import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { repository } from "@/db/schema";
import type { SampleChange } from "@/domain/sample/change-texts";
import type { SampleLedger } from "@/domain/sample/generated-changes";
import type { SampleIncident } from "@/domain/sample/incident";
import { SAMPLE_REPOSITORIES } from "@/domain/sample/repositories";
import type { Ctx } from "@/server/context";
import { writeSampleStatements } from "./seed-statements";
import { writeSampleVerdicts } from "./seed-verdicts";
import { writeNewChanges } from "./write-new-changes";

/** Weeks are written several at a time: enough to amortise the statements, few enough to be let go soon. */
const CHANGES_PER_STEP = 2_500;

interface Known {
  services: ReadonlyMap<string, string>;
  incidents: ReadonlyMap<SampleIncident, string>;
}

/**
 * Writes the generated ledger, then what people said of it.
 * @returns the number of changes, and the ids of those that broke something
 */
export async function writeSampleLedger(
  ctx: Ctx,
  ledger: SampleLedger,
  known: Known,
): Promise<{ written: number; broke: Set<string> }> {
  await writeRepositories(ctx, known.services);
  const spokenOf = new Set(ledger.verdicts.map(({ change }) => change));
  const ids = new Map<SampleChange, string>();
  const broke = new Set<string>();
  let waiting: SampleChange[] = [];
  let written = 0;
  const writeWaiting = async () => {
    const made = await writeNewChanges(
      ctx,
      waiting.map(({ input }) => input),
    );
    for (const [index, change] of waiting.entries()) {
      const id = made[index];
      if (id === undefined) continue;
      if (ledger.culprits.has(change)) broke.add(id);
      if (change.statement !== null || spokenOf.has(change)) ids.set(change, id);
    }
    written += waiting.length;
    waiting = [];
  };
  for (const week of ledger.weeks()) {
    waiting.push(...week);
    if (waiting.length >= CHANGES_PER_STEP) await writeWaiting();
  }
  await writeWaiting();
  // Tables that were never counted look empty to the planner, and what follows would read all of them for each row.
  await ctx.db.execute(sql`
    analyze change, change_service, change_identity, change_detail, deployment_carries, ai_evidence`);
  await writeSampleStatements(ctx, ids);
  await writeSampleVerdicts(ctx, ledger.verdicts, { changes: ids, incidents: known.incidents });
  return { written, broke };
}

async function writeRepositories(ctx: Ctx, services: ReadonlyMap<string, string>): Promise<void> {
  await insertRows(
    ctx.db,
    repository,
    SAMPLE_REPOSITORIES.map(({ name, rules }) => ({
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      name,
      url: null,
      defaultBranch: "main",
      pathRules: rules.map(({ pattern, services: slugs }) => ({
        pattern,
        serviceIds: slugs.flatMap((slug) => services.get(slug) ?? []),
      })),
      deploymentsFrom: ["deployments"],
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })),
  );
}
