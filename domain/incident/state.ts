import { Invalid, InvalidTransition } from "@/domain/errors";
import { isOpen, type Status, statusAfter, type Transition } from "./lifecycle";
import { CLOCK_SKEW_MS, checkImpact, checkTimes, type ImpactInterval, type IncidentTimes } from "./times";

export interface ImpactState extends ImpactInterval {
  id: string;
}

/** What the lifecycle works on: status, stamps and the impacts' intervals, epoch ms. */
export interface IncidentState<T extends ImpactState = ImpactState> {
  status: Status;
  times: IncidentTimes;
  /** When it was closed or cancelled. */
  closedAt: number | null;
  impacts: readonly T[];
}

export interface TransitionStep {
  transition: Transition;
  nowMs: number;
  /** When it happened; null takes now, and keeps a stamp that is already set. */
  atMs: number | null;
  /** Reopening only: the impacts that the resolution ended go on. */
  continueImpact: boolean;
}

/** A reporter's clock may run a little ahead; nothing is stored that lies in the future. */
export function notInFuture(instantMs: number, nowMs: number): number {
  return instantMs > nowMs && instantMs <= nowMs + CLOCK_SKEW_MS ? nowMs : instantMs;
}

/**
 * The incident after a transition; the very same object when it changes nothing (acknowledging twice).
 * @throws InvalidTransition from a status that does not allow it; Invalid for a time that cannot be
 */
export function transitionIncidentState<T extends ImpactState>(
  state: IncidentState<T>,
  step: TransitionStep,
): IncidentState<T> {
  const status = statusAfter(state.status, step.transition);
  const atMs = notInFuture(step.atMs ?? step.nowMs, step.nowMs);
  const next = { ...state, status, times: { ...state.times } };
  switch (step.transition) {
    case "acknowledge":
      if (state.times.acknowledgedAt !== null) {
        if (step.atMs === null) return state;
        throw new InvalidTransition(
          `It was acknowledged at ${iso(state.times.acknowledgedAt)} already. Correct that time with an edit.`,
        );
      }
      next.times.acknowledgedAt = atMs;
      break;
    case "investigate":
    case "identify":
      // Going back from monitoring says that the mitigation did not hold.
      if (state.status === "monitoring") next.times.mitigatedAt = null;
      break;
    case "monitor":
      next.times.mitigatedAt = step.atMs === null ? (state.times.mitigatedAt ?? atMs) : atMs;
      break;
    case "resolve":
      return checked({ ...next, ...resolved(next, atMs) }, step, "at");
    case "close":
    case "cancel":
      next.closedAt = atMs;
      requireNotBefore(atMs, state.times.resolvedAt ?? state.times.impactStartedAt, step.transition);
      break;
    case "reopen":
      requireNotBefore(atMs, state.times.resolvedAt ?? state.times.impactStartedAt, step.transition);
      return checked(reopened(next, step.continueImpact), step, "at");
  }
  return checked(next, step, "at");
}

function resolved<T extends ImpactState>(state: IncidentState<T>, atMs: number) {
  return {
    times: { ...state.times, resolvedAt: atMs },
    impacts: state.impacts.map((impact) => (impact.endedAt === null ? { ...impact, endedAt: atMs } : impact)),
  };
}

function reopened<T extends ImpactState>(state: IncidentState<T>, continueImpact: boolean): IncidentState<T> {
  const { resolvedAt } = state.times;
  const goesOn = (impact: T) => continueImpact && resolvedAt !== null && impact.endedAt === resolvedAt;
  return {
    ...state,
    closedAt: null,
    times: { ...state.times, resolvedAt: null, mitigatedAt: null },
    impacts: state.impacts.map((impact) => (goesOn(impact) ? { ...impact, endedAt: null } : impact)),
  };
}

function requireNotBefore(atMs: number, earliestMs: number, transition: Transition): void {
  if (atMs >= earliestMs) return;
  throw new Invalid(
    "at",
    `"${transition}" (${iso(atMs)}) cannot come before ${iso(earliestMs)}, when the incident ${transition === "close" ? "was resolved" : "had got so far"}.`,
    "impossible-time",
  );
}

/** A transition sets its one stamp from the field `at`, so that is the field to fix. */
function checked<T extends ImpactState>(
  state: IncidentState<T>,
  step: TransitionStep,
  field: string,
): IncidentState<T> {
  try {
    checkState(state, step.nowMs);
  } catch (error) {
    if (error instanceof Invalid) throw new Invalid(field, error.message, error.code);
    throw error;
  }
  return state;
}

/** Refuses stamps and impacts that cannot be, and a status that they contradict. */
export function checkState(
  state: IncidentState,
  nowMs: number,
  fieldOf: (impactIndex: number) => string = (index) => `impacts.${index}`,
): void {
  checkTimes(state.times, nowMs);
  state.impacts.forEach((impact, index) => {
    checkImpact(impact, state.times, nowMs, fieldOf(index));
    if (impact.endedAt !== null || state.times.resolvedAt === null) return;
    const field = fieldOf(index);
    throw new Invalid(
      field === "" ? "endedAt" : `${field}.endedAt`,
      "The incident is resolved, so none of its impacts can still be open: give the end, or reopen the incident.",
      "impossible-time",
    );
  });
  checkStatus(state.status, state.times);
  const { closedAt, times } = state;
  if (closedAt === null || times.resolvedAt === null || times.resolvedAt <= closedAt) return;
  throw new Invalid(
    "resolvedAt",
    `"resolved" (${iso(times.resolvedAt)}) cannot come after the incident was ${state.status} (${iso(closedAt)}).`,
    "impossible-time",
  );
}

function checkStatus(status: Status, times: IncidentTimes): void {
  if (isOpen(status) && times.resolvedAt !== null) {
    throw new Invalid(
      "resolvedAt",
      `An incident that is ${status} is not resolved yet: leave resolvedAt out, or resolve it.`,
    );
  }
  if ((status === "resolved" || status === "closed") && times.resolvedAt === null) {
    throw new Invalid("resolvedAt", `An incident that is ${status} needs the time it was resolved at.`);
  }
  if (status === "triage" && times.acknowledgedAt !== null) {
    throw new Invalid(
      "status",
      "An acknowledged incident is past triage: give investigating, or leave acknowledgedAt out.",
    );
  }
}

/**
 * Length of the incident, ms: to its resolution, to where it was cancelled, or else to the end of the last of its
 * impacts; null while one of them goes on.
 */
export function storedImpactMs(state: {
  times: Pick<IncidentTimes, "impactStartedAt" | "resolvedAt">;
  closedAt: number | null;
  impacts: readonly Pick<ImpactInterval, "endedAt">[];
}): number | null {
  const endMs = state.times.resolvedAt ?? state.closedAt ?? lastImpactEnd(state.impacts);
  return endMs === null ? null : endMs - state.times.impactStartedAt;
}

function lastImpactEnd(impacts: readonly Pick<ImpactInterval, "endedAt">[]): number | null {
  let last: number | null = null;
  for (const { endedAt } of impacts) {
    if (endedAt === null) return null;
    last = Math.max(endedAt, last ?? endedAt);
  }
  return last;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
