import type { Day } from "@/domain/calendar/day";
import type { Verdict } from "@/domain/change/kinds";
import { iso, type SampleChange } from "./change-texts";
import type { ChangeWorld } from "./change-world";
import type { SampleService } from "./company";
import type { SampleIncident } from "./incident";
import { pick } from "./random";

const HOUR_MS = 3_600_000;

/** A person's verdict of a change for an incident, as the sample gives it. */
export interface SampleVerdict {
  incident: SampleIncident;
  change: SampleChange;
  verdict: Verdict;
  reason: string;
  statedBy: string;
  statedAt: string;
}

/** What people knew of an incident when they looked for what had caused it. */
export interface JudgedScene {
  incident: SampleIncident;
  world: ChangeWorld;
  random: () => number;
  day: Day;
  origin: SampleService;
}

const CAUSE_REASONS = [
  "Errors began with it and ended when it was taken back.",
  "Reproduced on staging with this change alone.",
  "The failing path is the one it rewrote.",
  "Latency rose on the instances that had it and nowhere else.",
] as const;
const SUSPECT_REASONS = [
  "The only change on the path that day; not reproduced yet.",
  "Fits the time, and touches what failed.",
] as const;
const CLEARED_REASONS = [
  "Taken back first, without effect.",
  "Behind a flag that was off.",
  "The errors began on instances that did not have it yet.",
] as const;
const CONTRIBUTING_REASONS = [
  "Made the failure wider: the retries hid it from the alert.",
  "Without it the fallback would have held.",
] as const;

/** As sure as the record is of the cause: what was confirmed is the cause, what was not is a suspect still. */
export function verdictOn(scene: JudgedScene, change: SampleChange): SampleVerdict {
  const { incident, random } = scene;
  const last = incident.causes.filter(({ role }) => role === "primary").at(-1);
  const verdict: Verdict =
    last?.status === "confirmed" ? "cause" : random() < 0.35 ? "contributing" : "suspect";
  const reasons =
    verdict === "cause" ? CAUSE_REASONS : verdict === "suspect" ? SUSPECT_REASONS : CONTRIBUTING_REASONS;
  return { incident, change, verdict, reason: pick(random, reasons), ...statedOn(scene, last?.statedAt) };
}

/** Of a change that happened to be beside it. */
export function besideVerdict(scene: JudgedScene, change: SampleChange): SampleVerdict {
  const verdict = scene.random() < 0.75 ? "cleared" : "contributing";
  const reasons = verdict === "cleared" ? CLEARED_REASONS : CONTRIBUTING_REASONS;
  return {
    incident: scene.incident,
    change,
    verdict,
    reason: pick(scene.random, reasons),
    ...statedOn(scene),
  };
}

function statedOn(scene: JudgedScene, statedAt?: string | null) {
  const { incident, random, world, origin, day } = scene;
  const endMs = Date.parse(incident.resolvedAt ?? incident.impactStartedAt);
  return {
    statedBy: world.reviewerFor(random, origin, day, null).name,
    statedAt: statedAt ?? iso(endMs + Math.round((10 + 60 * random()) * HOUR_MS)),
  };
}
