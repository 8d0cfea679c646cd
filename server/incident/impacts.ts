import { Invalid, NotFound } from "@/domain/errors";
import { changedFields, fieldWords } from "@/domain/incident/changed-fields";
import { defaultImpactEnd, editImpactState } from "@/domain/incident/edit";
import { severityOfImpact } from "@/domain/incident/logging";
import type { ImpactEdit, ImpactInput, Incident } from "@/domain/incident/schema";
import { checkState, notInFuture } from "@/domain/incident/state";
import { type Ctx, inTransaction } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { authoriseResponse } from "./access";
import { levelFractions } from "./level-fractions";
import { hitBy, type LoadedIncident, loadForUpdate, type StoredImpact } from "./load";
import { readIncident } from "./queries";
import { saveIncident } from "./save";
import { serviceIdsOf, slugOfService } from "./service-ids";
import { addTimeline } from "./timeline";

interface ImpactCommand {
  /** Of the incident. */
  id: string;
  /** The version it was made from; null for any. */
  version: number | null;
}

/** Adds a service that was hit, with times of its own. */
export async function addImpact(ctx: Ctx, command: ImpactCommand & ImpactInput): Promise<Incident> {
  const id = await inTransaction(ctx, (tx) => writeAddition(tx, command));
  return readIncident(ctx, id);
}

async function writeAddition(ctx: Ctx, command: ImpactCommand & ImpactInput): Promise<string> {
  // The workspace's row is shared before the incident is locked, as in every writer that reads the levels.
  const fractions = await levelFractions(ctx);
  const loaded = await loadForUpdate(ctx, command.id, command.version);
  await authoriseResponse(ctx, hitBy(loaded), "Saying what an incident hit");
  const services = await serviceIdsOf(ctx, [{ slug: command.service, field: "service" }]);
  const newId = idMaker(ctx);
  const nowMs = ctx.now.getTime();
  const read = (text: string) => notInFuture(Date.parse(text), nowMs);
  const { impacts, times } = loaded.state;
  const added: StoredImpact = {
    id: newId(),
    serviceId: services.get(command.service) ?? "",
    ...severityOfImpact(command, fractions),
    startedAt: command.startedAt === undefined ? times.impactStartedAt : read(command.startedAt),
    endedAt: command.endedAt ? read(command.endedAt) : defaultImpactEnd(loaded.state),
  };
  const state = { ...loaded.state, impacts: [...impacts, added] };
  checkState(state, nowMs, (index) => (index === impacts.length ? "" : `impacts.${index}`));
  await saveIncident(ctx, loaded, { action: "incident.add-impact", state });
  await addTimeline(ctx, loaded.row.id, newId, [
    {
      atMs: nowMs,
      kind: "impact-added",
      body: `Added ${command.service}, ${percent(added.fraction)} lost`,
      changes: changedFields({}, toldImpact(added)),
    },
  ]);
  return loaded.row.id;
}

/** Corrects an impact's level, fraction or times; with `from`, the level changes at that instant. */
export async function editImpact(
  ctx: Ctx,
  command: ImpactCommand & ImpactEdit & { impactId: string },
): Promise<Incident> {
  const id = await inTransaction(ctx, (tx) => writeImpactEdit(tx, command));
  return readIncident(ctx, id);
}

async function writeImpactEdit(
  ctx: Ctx,
  command: ImpactCommand & ImpactEdit & { impactId: string },
): Promise<string> {
  const fractions = await levelFractions(ctx);
  const loaded = await loadForUpdate(ctx, command.id, command.version);
  await authoriseResponse(ctx, hitBy(loaded), "Saying what an incident hit");
  const old = impactOf(loaded, command.impactId);
  const newId = idMaker(ctx);
  const partId = newId();
  const state = editImpactState(loaded.state, old.id, command, {
    nowMs: ctx.now.getTime(),
    fractions,
    newId: partId,
  });
  const part = state.impacts.find((impact) => impact.id === partId);
  const edited = part ?? state.impacts.find((impact) => impact.id === old.id) ?? old;
  const changes = changedFields(toldImpact(old), toldImpact(edited));
  if (changes.length === 0) return loaded.row.id;
  await saveIncident(ctx, loaded, { action: "incident.edit-impact", state });
  const slug = await slugOfService(ctx, old.serviceId);
  await addTimeline(ctx, loaded.row.id, newId, [
    {
      atMs: part?.startedAt ?? ctx.now.getTime(),
      kind: "impact-edited",
      body:
        part === undefined
          ? `Edited ${slug}: ${fieldWords(changes)}`
          : `${slug} ${percent(old.fraction)} \u2192 ${percent(part.fraction)} lost`,
      changes: part === undefined ? changes : changes.filter(({ field }) => field !== "startedAt"),
    },
  ]);
  return loaded.row.id;
}

/** Takes back an impact that was none. An incident keeps at least one. */
export async function removeImpact(
  ctx: Ctx,
  command: ImpactCommand & { impactId: string },
): Promise<Incident> {
  const id = await inTransaction(ctx, (tx) => writeRemoval(tx, command));
  return readIncident(ctx, id);
}

async function writeRemoval(ctx: Ctx, command: ImpactCommand & { impactId: string }): Promise<string> {
  const loaded = await loadForUpdate(ctx, command.id, command.version);
  await authoriseResponse(ctx, hitBy(loaded), "Saying what an incident hit");
  const removed = impactOf(loaded, command.impactId);
  const impacts = loaded.state.impacts.filter((impact) => impact.id !== removed.id);
  if (impacts.length === 0) {
    throw new Invalid(
      "impactId",
      "An incident keeps at least one impact. Add the right one first, or cancel the incident.",
      "last-impact",
    );
  }
  await saveIncident(ctx, loaded, {
    action: "incident.remove-impact",
    state: { ...loaded.state, impacts },
  });
  await addTimeline(ctx, loaded.row.id, idMaker(ctx), [
    {
      atMs: ctx.now.getTime(),
      kind: "impact-removed",
      body: `Removed ${await slugOfService(ctx, removed.serviceId)}, ${percent(removed.fraction)} lost`,
      changes: Object.keys(toldImpact(removed)).flatMap((field) =>
        changedFields(toldImpact(removed), { [field]: null }),
      ),
    },
  ]);
  return loaded.row.id;
}

function impactOf({ row, state }: LoadedIncident, impactId: string): StoredImpact {
  const found = state.impacts.find((impact) => impact.id === impactId);
  if (found === undefined) throw new NotFound("impact", `${impactId} of INC-${row.number}`);
  return found;
}

function toldImpact(impact: StoredImpact) {
  return {
    level: impact.level,
    fraction: impact.fraction,
    startedAt: new Date(impact.startedAt),
    endedAt: impact.endedAt === null ? null : new Date(impact.endedAt),
  };
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(3))} %`;
}
