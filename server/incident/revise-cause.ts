import { causeRevision } from "@/db/schema";
import type { CauseInput } from "@/domain/cause/schema";
import { isAiCause } from "@/domain/cause/taxonomy";
import type { Incident } from "@/domain/incident/schema";
import { nameableChanges } from "@/server/change/links";
import { type Ctx, inTransaction } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { authoriseWritingAbout } from "./access";
import { causeColumns, causeEvent, causeRows, listCauses } from "./causes";
import { hitBy, loadForUpdate } from "./load";
import { readIncident } from "./queries";
import { saveIncident } from "./save";
import { addTimeline } from "./timeline";

export interface ReviseCauseCommand extends CauseInput {
  id: string;
  /** Checked when given; a statement is added, so that it never undoes another's. */
  version?: number | null;
}

/** Adds a statement about the cause. Earlier ones stay as they were. */
export async function reviseCause(ctx: Ctx, command: ReviseCauseCommand): Promise<Incident> {
  const id = await inTransaction(ctx, (tx) => writeStatement(tx, command));
  return readIncident(ctx, id);
}

async function writeStatement(ctx: Ctx, command: ReviseCauseCommand): Promise<string> {
  const { id: reference, version, ...cause } = command;
  const loaded = await loadForUpdate(ctx, reference, version);
  await authoriseWritingAbout(ctx, hitBy(loaded), "Stating a cause");
  const newId = idMaker(ctx);
  const links = isAiCause(cause.kind) ? await nameableChanges(ctx, loaded.row.id) : [];
  const rows = await causeRows(ctx, loaded.row.id, [cause], newId, () => "", links);
  await ctx.db.insert(causeRevision).values(rows);
  const columns = causeColumns(await listCauses(ctx, loaded.row.id));
  await saveIncident(ctx, loaded, {
    action: "incident.revise-cause",
    columns,
    told: { statement: cause },
  });
  await addTimeline(ctx, loaded.row.id, newId, rows.map(causeEvent));
  return loaded.row.id;
}
