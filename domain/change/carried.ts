/** A change as the store found it before an incident, with the deployment that brought it where one is known. */
export interface Carried {
  id: string;
  at: Date;
  serviceIds: readonly string[];
  carrierId: string | null;
}

/** A change that may have done it: when it went live, on what, and by which deployment. */
export interface LiveChange<T extends Carried> {
  change: T;
  at: Date;
  serviceIds: readonly string[];
  carrier: T | null;
}

/**
 * What competes for the blame, latest first. A deployment whose changes are known is not among them: it did what they
 * did, and both would take a share of one probability. Each of its changes went live when it did, and one that is on
 * record for no service went to the deployment's.
 */
export function liveChanges<T extends Carried>(found: readonly T[], most: number): LiveChange<T>[] {
  const byId = new Map(found.map((change) => [change.id, change]));
  const carriers = new Set(found.flatMap(({ carrierId }) => (carrierId === null ? [] : [carrierId])));
  return found
    .filter(({ id }) => !carriers.has(id))
    .map((change) => {
      const carrier = change.carrierId === null ? null : (byId.get(change.carrierId) ?? null);
      const serviceIds = change.serviceIds.length > 0 ? change.serviceIds : (carrier?.serviceIds ?? []);
      return { change, at: carrier?.at ?? change.at, serviceIds, carrier };
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.change.id < b.change.id ? 1 : -1))
    .slice(0, most);
}

/** Services in the order of their distance along the graph, those that were hit first; at most `most` of them. */
export function reachOfHit(
  hit: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
  { steps, most }: { steps: number; most: number },
): string[] {
  const reach = new Set(hit);
  let edge = [...reach];
  for (let step = 1; step <= steps; step += 1) {
    const next = edge.flatMap((service) => dependencies.get(service) ?? []).filter((one) => !reach.has(one));
    for (const one of next) reach.add(one);
    edge = [...new Set(next)];
  }
  return [...reach].slice(0, most);
}
