type Listener = (request: { isReading: boolean }) => void;

let hasEnded = false;
const watchers = new Set<() => void>();
const listeners = new Set<Listener>();

/** Says whether the API still knows the session; what shows it listens here. */
export function noteSession(isKnown: boolean, isReading: boolean): void {
  if (!isKnown) for (const listener of listeners) listener({ isReading });
  if (hasEnded === !isKnown) return;
  hasEnded = !isKnown;
  for (const watcher of watchers) watcher();
}

/** Calls back at each request that is refused because the session has ended. */
export function onSessionEnd(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For useSyncExternalStore: whether the last answer said that the session has ended. */
export function watchSession(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function hasSessionEnded(): boolean {
  return hasEnded;
}
