import { changedFields, fieldWords } from "@/domain/incident/changed-fields";
import { retimeIncident } from "@/domain/incident/edit";
import type { Incident, IncidentEdit } from "@/domain/incident/schema";
import { type Ctx, inTransaction } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { authoriseResponse } from "./access";
import { columnsOf, hitBy, type IncidentColumns, type LoadedIncident, loadForUpdate } from "./load";
import { readIncident } from "./queries";
import { saveIncident } from "./save";
import { addTimeline, type NewEvent } from "./timeline";

export interface EditCommand extends IncidentEdit {
  id: string;
  /** The version it was made from; null for any. */
  version: number | null;
}

const PLAIN = [
  "title",
  "severity",
  "summary",
  "customersAffectedRatio",
  "ordersLost",
  "revenueLost",
  "currency",
  "regions",
] as const;

/** Corrects what is recorded of an incident; each corrected field stands in the timeline with what it was. */
export async function editIncident(ctx: Ctx, command: EditCommand): Promise<Incident> {
  const id = await inTransaction(ctx, (tx) => writeEdit(tx, command));
  return readIncident(ctx, id);
}

async function writeEdit(ctx: Ctx, command: EditCommand): Promise<string> {
  const loaded = await loadForUpdate(ctx, command.id, command.version);
  await authoriseResponse(ctx, hitBy(loaded), "Editing an incident");
  const state = retimeIncident(loaded.state, command, ctx.now.getTime());
  const columns = plainColumns(command);
  const events = editEvents(ctx, loaded, { ...columnsOf(state), ...columns });
  if (events.length === 0) return loaded.row.id;
  await saveIncident(ctx, loaded, { action: "incident.edit", state, columns });
  await addTimeline(ctx, loaded.row.id, idMaker(ctx), events);
  return loaded.row.id;
}

function plainColumns(edit: IncidentEdit): IncidentColumns {
  return Object.fromEntries(PLAIN.flatMap((name) => (edit[name] === undefined ? [] : [[name, edit[name]]])));
}

/** Severity has an event kind of its own; everything else is one edit. */
function editEvents(ctx: Ctx, { row }: LoadedIncident, after: IncidentColumns): NewEvent[] {
  const changes = changedFields(row, after).filter(({ field }) => field !== "closedAt");
  const atMs = ctx.now.getTime();
  const severity = changes.filter(({ field }) => field === "severity");
  const others = changes.filter(({ field }) => field !== "severity");
  const events: NewEvent[] = severity.map((change) => ({
    atMs,
    kind: "severity",
    body: `Severity ${change.before} \u2192 ${change.after}`,
    changes: [change],
  }));
  if (others.length === 0) return events;
  return [...events, { atMs, kind: "edit", body: `Edited ${fieldWords(others)}`, changes: others }];
}
