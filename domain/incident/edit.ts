import { Invalid } from "@/domain/errors";
import { isOpen } from "./lifecycle";
import { type LevelFractions, severityOfImpact } from "./logging";
import type { ImpactEdit, ImpactLevel, IncidentEdit } from "./schema";
import { checkState, type ImpactState, type IncidentState, notInFuture } from "./state";
import type { IncidentTimes } from "./times";

const STAMPS = [
  "impactStartedAt",
  "detectedAt",
  "declaredAt",
  "acknowledgedAt",
  "mitigatedAt",
  "resolvedAt",
] as const satisfies readonly (keyof IncidentTimes)[];

/**
 * The incident with corrected times. Impacts that began or ended with the incident move along with its start or its
 * resolution; those with times of their own stay.
 * @throws Invalid naming the time that cannot be
 */
export function retimeIncident<T extends ImpactState>(
  state: IncidentState<T>,
  edit: Pick<IncidentEdit, (typeof STAMPS)[number]>,
  nowMs: number,
): IncidentState<T> {
  const times = { ...state.times };
  for (const stamp of STAMPS) {
    const text = edit[stamp];
    if (text === undefined) continue;
    const value = text === null ? null : notInFuture(Date.parse(text), nowMs);
    if (stamp !== "impactStartedAt") times[stamp] = value;
    else if (value !== null) times.impactStartedAt = value;
  }
  const { impactStartedAt: startMs, resolvedAt: endMs } = state.times;
  const next = {
    ...state,
    // To say when it was acknowledged is to say that it was.
    status: state.status === "triage" && times.acknowledgedAt !== null ? "investigating" : state.status,
    times,
    impacts: state.impacts.map((impact) => ({
      ...impact,
      startedAt: impact.startedAt === startMs ? times.impactStartedAt : impact.startedAt,
      endedAt:
        endMs !== null && impact.endedAt === endMs && times.resolvedAt !== null
          ? times.resolvedAt
          : impact.endedAt,
    })),
  } satisfies IncidentState<T>;
  checkState(next, nowMs);
  return next;
}

export interface LeveledImpact extends ImpactState {
  level: ImpactLevel | null;
  fraction: number;
}

/**
 * The incident with one impact corrected; with `from`, the impact keeps its old level until then and goes on at the
 * new one as another impact, whose id is `newId`.
 */
export function editImpactState<T extends LeveledImpact>(
  state: IncidentState<T>,
  impactId: string,
  edit: ImpactEdit,
  options: { nowMs: number; fractions: LevelFractions; newId: string },
): IncidentState<T> {
  const { nowMs } = options;
  const index = state.impacts.findIndex((impact) => impact.id === impactId);
  const old = state.impacts[index];
  if (old === undefined)
    throw new Invalid("impactId", "The incident has no such impact.", "impact-not-found");
  const read = (text: string) => notInFuture(Date.parse(text), nowMs);
  const isLeveled = edit.level !== undefined || edit.fraction !== undefined;
  const edited: T = {
    ...old,
    ...(isLeveled ? severityOfImpact(edit, options.fractions) : {}),
    startedAt: edit.startedAt === undefined ? old.startedAt : read(edit.startedAt),
    endedAt: edit.endedAt === undefined ? old.endedAt : edit.endedAt === null ? null : read(edit.endedAt),
  };
  const fromMs = edit.from === undefined ? null : read(edit.from);
  const parts =
    fromMs === null || fromMs === edited.startedAt ? [edited] : split(old, edited, fromMs, options);
  const next = { ...state, impacts: state.impacts.toSpliced(index, 1, ...parts) };
  checkState(next, nowMs, (at) => (at >= index && at < index + parts.length ? "" : `impacts.${at}`));
  return next;
}

function split<T extends LeveledImpact>(
  old: T,
  edited: T,
  fromMs: number,
  options: { nowMs: number; newId: string },
): T[] {
  const endMs = edited.endedAt ?? options.nowMs;
  if (fromMs > edited.startedAt && (edited.endedAt === null ? fromMs <= endMs : fromMs < endMs)) {
    const before = { ...edited, level: old.level, fraction: old.fraction, endedAt: fromMs };
    return [before, { ...edited, id: options.newId, startedAt: fromMs }];
  }
  throw new Invalid(
    "from",
    `The change at ${new Date(fromMs).toISOString()} lies outside the impact (${new Date(edited.startedAt).toISOString()} to ${edited.endedAt === null ? "now" : new Date(edited.endedAt).toISOString()}).`,
    "impossible-time",
  );
}

/** Where an impact ends when nobody said so: with the incident, or not yet. */
export function defaultImpactEnd(state: IncidentState): number | null {
  return isOpen(state.status) ? null : state.times.resolvedAt;
}
