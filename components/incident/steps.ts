import {
  canTransition,
  isOpen,
  type Status,
  TRANSITIONS,
  type Transition,
} from "@/domain/incident/lifecycle";
import type { Incident } from "@/domain/incident/schema";

/** Each step as a button says it, as a dialog's title, and the stamp it sets. */
export const stepWords: Record<
  Transition,
  { act: string; title: string; done: string; stamp: string | null }
> = {
  acknowledge: { act: "Acknowledge", title: "Acknowledge", done: "Acknowledged", stamp: "acknowledgedAt" },
  investigate: { act: "Back to investigating", title: "Investigate", done: "Investigating", stamp: null },
  identify: { act: "Identified", title: "Cause identified", done: "Identified", stamp: null },
  monitor: { act: "Mitigated", title: "Mitigated, monitoring", done: "Mitigated", stamp: "mitigatedAt" },
  resolve: { act: "Resolve", title: "Resolve", done: "Resolved", stamp: "resolvedAt" },
  close: { act: "Close", title: "Close", done: "Closed", stamp: null },
  cancel: { act: "Cancel incident", title: "Cancel: it was none", done: "Cancelled", stamp: null },
  reopen: { act: "Reopen", title: "Reopen", done: "Reopened", stamp: null },
};

/** The states of the way, in order; cancelled stands beside it. */
export const WAY = ["triage", "investigating", "identified", "monitoring", "resolved", "closed"] as const;

/** The one step that comes next; null where the way has ended. */
export function nextStep(incident: Pick<Incident, "status" | "acknowledgedAt">): Transition | null {
  const { status } = incident;
  if (isOpen(status) && incident.acknowledgedAt === null) return "acknowledge";
  const next: Partial<Record<Status, Transition>> = {
    triage: "investigate",
    investigating: "identify",
    identified: "monitor",
    monitoring: "resolve",
    resolved: "close",
  };
  return next[status] ?? null;
}

/** The steps possible from here, the next one first. */
export function possibleSteps(incident: Pick<Incident, "status" | "acknowledgedAt">): Transition[] {
  const next = nextStep(incident);
  const order: Transition[] = [
    "acknowledge",
    "identify",
    "monitor",
    "resolve",
    "close",
    "investigate",
    "reopen",
    "cancel",
  ];
  return order
    .filter((step) => canTransition(incident.status, step))
    .filter((step) => step !== "acknowledge" || incident.acknowledgedAt === null)
    .sort((a, b) => Number(b === next) - Number(a === next));
}

/** The step that leads to a state of the way from here; null where none does in one. */
export function stepTo(status: Status, from: Status): Transition | null {
  if (status === from) return null;
  const names: Transition[] = ["acknowledge", "investigate", "identify", "monitor", "resolve", "close"];
  return names.find((name) => TRANSITIONS[name].to === status && canTransition(from, name)) ?? null;
}
