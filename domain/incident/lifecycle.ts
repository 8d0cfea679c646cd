import { InvalidTransition } from "@/domain/errors";

export const STATUSES = [
  "triage",
  "investigating",
  "identified",
  "monitoring",
  "resolved",
  "closed",
  "cancelled",
] as const;
export type Status = (typeof STATUSES)[number];

/** Statuses in which the incident still runs. */
export const OPEN_STATUSES = [
  "triage",
  "investigating",
  "identified",
  "monitoring",
] as const satisfies readonly Status[];

/** What a person does to an incident. As REST nouns: acknowledgement, investigation, identification, ... */
export const TRANSITIONS = {
  acknowledge: {
    noun: "acknowledgement",
    to: "investigating",
    stamp: "acknowledgedAt",
    from: ["triage", "investigating", "identified", "monitoring"],
  },
  investigate: {
    noun: "investigation",
    to: "investigating",
    stamp: null,
    from: ["triage", "identified", "monitoring"],
  },
  identify: {
    noun: "identification",
    to: "identified",
    stamp: null,
    from: ["triage", "investigating", "monitoring"],
  },
  monitor: {
    noun: "mitigation",
    to: "monitoring",
    stamp: "mitigatedAt",
    from: ["triage", "investigating", "identified"],
  },
  resolve: {
    noun: "resolution",
    to: "resolved",
    stamp: "resolvedAt",
    from: ["triage", "investigating", "identified", "monitoring"],
  },
  close: { noun: "closure", to: "closed", stamp: null, from: ["resolved"] },
  cancel: {
    noun: "cancellation",
    to: "cancelled",
    stamp: null,
    from: ["triage", "investigating", "identified", "monitoring", "resolved"],
  },
  reopen: { noun: "reopening", to: "investigating", stamp: null, from: ["resolved", "closed", "cancelled"] },
} as const satisfies Record<
  string,
  {
    noun: string;
    to: Status;
    stamp: "acknowledgedAt" | "mitigatedAt" | "resolvedAt" | null;
    from: readonly Status[];
  }
>;

export type Transition = keyof typeof TRANSITIONS;
export const TRANSITION_NAMES: readonly Transition[] = [
  "acknowledge",
  "investigate",
  "identify",
  "monitor",
  "resolve",
  "close",
  "cancel",
  "reopen",
];

export function isOpen(status: Status): boolean {
  return (OPEN_STATUSES as readonly Status[]).includes(status);
}

export function canTransition(from: Status, transition: Transition): boolean {
  return (TRANSITIONS[transition].from as readonly Status[]).includes(from);
}

/**
 * The status after a transition. Acknowledging an incident that is further along keeps its status.
 * @throws InvalidTransition with what is possible instead
 */
export function statusAfter(from: Status, transition: Transition): Status {
  if (!canTransition(from, transition)) {
    const possible = TRANSITION_NAMES.filter((name) => canTransition(from, name));
    throw new InvalidTransition(
      `An incident that is ${from} cannot be changed by "${transition}". From here it can: ${possible.join(", ")}.`,
    );
  }
  if (transition === "acknowledge" && from !== "triage") return from;
  return TRANSITIONS[transition].to;
}
