import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { repository } from "@/db/schema";
import type { SampleChange } from "@/domain/sample/change-texts";
import type { SampleLedger } from "@/domain/sample/generated-changes";
import type { SampleIncident } from "@/domain/sample/incident";
import { SAMPLE_REPOSITORIES } from "@/domain/sample/repositories";
import { recordChanges } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { writeSampleStatements } from "./seed-statements";
import { writeSampleVerdicts } from "./seed-verdicts";

/** Bounds the statements of one step; a deployment is told of after what it carries, so steps may end anywhere. */
const CHANGES_PER_STEP = 5_000;

/** Writes the generated ledger by the road that every source takes, then what people said of it. */
export async function writeSampleLedger(
  ctx: Ctx,
  ledger: SampleLedger,
  known: { services: ReadonlyMap<string, string>; incidents: ReadonlyMap<SampleIncident, string> },
): Promise<void> {
  await writeRepositories(ctx, known.services);
  const ids = await writeChanges(ctx, ledger.changes);
  await writeSampleStatements(ctx, ledger.changes, ids);
  await writeSampleVerdicts(ctx, ledger.verdicts, { changes: ids, incidents: known.incidents });
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

async function writeChanges(ctx: Ctx, changes: readonly SampleChange[]): Promise<Map<SampleChange, string>> {
  const ids = new Map<SampleChange, string>();
  for (let start = 0; start < changes.length; start += CHANGES_PER_STEP) {
    const step = changes.slice(start, start + CHANGES_PER_STEP);
    const recorded = await recordChanges(
      ctx,
      step.map(({ input }, index) => ({
        input,
        source: "sample",
        what: "Generated sample",
        generated: true,
        line: start + index,
      })),
    );
    for (const [index, change] of step.entries()) {
      const one = recorded[index];
      if (one === undefined || one.status === "refused") {
        throw new Error(`The sample's change "${change.input.title}" was refused: ${one?.reason}`);
      }
      ids.set(change, one.id);
    }
  }
  return ids;
}
