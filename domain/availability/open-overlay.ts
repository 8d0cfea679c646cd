import { type DayLoss, lossByDay, type ServiceImpact, sweepImpacts } from "@/domain/availability/sweep";

/** An impact of which `endMs` is null while it is open. */
export type RunningImpact = Omit<ServiceImpact, "endMs"> & { endMs: number | null };

/** One day of a service: its loss with the open impacts, and the loss the rollup holds, by ended ones alone; in ms. */
export type OverlaidDay = {
  day: string;
  lostMs: number;
  storedLostMs: number;
  byIncident: Map<string, number>;
  storedByIncident: Map<string, number>;
};

/**
 * The days of ONE service on which its open impacts change the loss, from the first open start to now, oldest first.
 * `impacts` must hold every impact that meets those days. A reader replaces `stored...` by the other.
 */
export function overlayOpenImpacts(
  impacts: readonly RunningImpact[],
  options: { zone: string; trackedFromMs: number; nowMs: number },
): OverlaidDay[] {
  const { zone, trackedFromMs, nowMs } = options;
  const ended = impacts.flatMap((impact) =>
    impact.endMs === null ? [] : { ...impact, endMs: impact.endMs },
  );
  const running = impacts.map((impact) => ({ ...impact, endMs: impact.endMs ?? nowMs }));
  const stored = new Map<string, DayLoss>(
    lossByDay(sweepImpacts(ended), { zone, trackedFromMs }).map((day) => [day.day, day]),
  );
  const days: OverlaidDay[] = [];
  for (const { day, lostMs, byIncident } of lossByDay(sweepImpacts(running), { zone, trackedFromMs })) {
    const was = stored.get(day);
    const isSame =
      was !== undefined &&
      was.byIncident.size === byIncident.size &&
      [...byIncident].every(([incidentId, share]) => was.byIncident.get(incidentId) === share);
    if (isSame) continue;
    days.push({
      day,
      lostMs,
      storedLostMs: was?.lostMs ?? 0,
      byIncident,
      storedByIncident: was?.byIncident ?? new Map(),
    });
  }
  return days;
}

/** What an overlay adds to each incident's loss on the service, ms; negative where an open impact outweighs it. */
export function overlayByIncident(days: readonly OverlaidDay[]): Map<string, number> {
  const added = new Map<string, number>();
  const add = (incidentId: string, lossMs: number) =>
    added.set(incidentId, (added.get(incidentId) ?? 0) + lossMs);
  for (const { byIncident, storedByIncident } of days) {
    for (const [incidentId, lossMs] of byIncident) add(incidentId, lossMs);
    for (const [incidentId, lossMs] of storedByIncident) add(incidentId, -lossMs);
  }
  return added;
}
