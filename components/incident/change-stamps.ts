import { MINUTE_MS } from "@/domain/calendar/zone";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { Incident } from "@/domain/incident/schema";
import type { PictureStamp } from "./impact-layout";

/** Begins the key of a change's line, which is drawn through where a stamp's is dotted. */
export const CHANGE_KEY = "change:";

/** More lines than these would hide the bars. */
const MOST = 4;
/** A change that lies further before the impact than this share of its length would squeeze the bars together. */
const LEAD_RATIO = 0.4;
const LEAD_MIN_MS = 30 * MINUTE_MS;

/** The linked changes that lie close enough to the impact for its picture, heaviest verdict first, as its lines. */
export function changeStamps(
  incident: Pick<Incident, "impactStartedAt" | "resolvedAt">,
  links: readonly IncidentChange[],
  nowMs: number,
): PictureStamp[] {
  const startMs = Date.parse(incident.impactStartedAt);
  const endMs = incident.resolvedAt === null ? nowMs : Date.parse(incident.resolvedAt);
  const leadMs = Math.max(LEAD_MIN_MS, (endMs - startMs) * LEAD_RATIO);
  return links
    .filter(({ verdict }) => verdict !== "cleared")
    .map(({ change }) => ({ key: `${CHANGE_KEY}${change.id}`, word: "change", ms: Date.parse(change.at) }))
    .filter(({ ms }) => ms >= startMs - leadMs && ms <= endMs)
    .slice(0, MOST);
}
