import { changedFields } from "@/domain/incident/changed-fields";
import { TRANSITIONS, type Transition } from "@/domain/incident/lifecycle";
import type { Incident, TimelineEvent, TransitionInput } from "@/domain/incident/schema";
import { type IncidentState, notInFuture, transitionIncidentState } from "@/domain/incident/state";
import { type Ctx, inTransaction } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { authoriseResponse } from "./access";
import { columnsOf, hitBy, loadForUpdate } from "./load";
import { readIncident } from "./queries";
import { saveIncident } from "./save";
import { addTimeline } from "./timeline";

export interface TransitionCommand extends TransitionInput {
  id: string;
  transition: Transition;
  /** Checked when given; one key moves an incident without it. */
  version?: number | null;
}

const WORDS: Record<Transition, string> = {
  acknowledge: "Acknowledged",
  investigate: "Investigating",
  identify: "Identified",
  monitor: "Mitigated, monitoring",
  resolve: "Resolved",
  close: "Closed",
  cancel: "Cancelled",
  reopen: "Reopened",
};

/** Moves an incident through its lifecycle, now or at the time it happened. */
export async function transitionIncident(ctx: Ctx, command: TransitionCommand): Promise<Incident> {
  const id = await inTransaction(ctx, (tx) => moveIncident(tx, command));
  return readIncident(ctx, id);
}

async function moveIncident(ctx: Ctx, command: TransitionCommand): Promise<string> {
  const loaded = await loadForUpdate(ctx, command.id, command.version);
  await authoriseResponse(ctx, hitBy(loaded), "Moving an incident on");
  const nowMs = ctx.now.getTime();
  const atMs = command.at === undefined ? null : Date.parse(command.at);
  const state = transitionIncidentState(loaded.state, {
    transition: command.transition,
    nowMs,
    atMs,
    continueImpact: command.continueImpact ?? true,
  });
  if (state === loaded.state) return loaded.row.id;
  await saveIncident(ctx, loaded, { action: `incident.${command.transition}`, state });
  const stamp = TRANSITIONS[command.transition].stamp;
  const stamped = stamp === null ? null : state.times[stamp];
  const word = WORDS[command.transition];
  await addTimeline(ctx, loaded.row.id, idMaker(ctx), [
    {
      atMs: stamped ?? notInFuture(atMs ?? nowMs, nowMs),
      kind: "status",
      body: command.note ? `${word}: ${command.note}` : word,
      changes: toldChanges(loaded.state, state),
    },
  ]);
  return loaded.row.id;
}

/** The step, and every time that it took back or replaced; a time that it was the first to set is its own. */
function toldChanges(before: IncidentState, after: IncidentState): TimelineEvent["changes"] {
  return changedFields(columnsOf(before), columnsOf(after)).filter(
    ({ field, before: was }) => was !== null && field !== "closedAt",
  );
}
