import { AsyncLocalStorage } from "node:async_hooks";

interface Peer {
  address: string | null;
}

const KEY = Symbol.for("faultline.peer");

// The framework bundles this module several times; what one copy stores, another must find.
const shared: typeof globalThis & { [KEY]?: AsyncLocalStorage<Peer> } = globalThis;

/** Runs the handling of a request so that `peerAddress` knows the other end of its socket. */
export function withPeer<T>(address: string | undefined, handle: () => T): T {
  shared[KEY] ??= new AsyncLocalStorage<Peer>();
  return shared[KEY].run({ address: address ?? null }, handle);
}

/**
 * The address of the other end of the request's socket, which no header can change; null outside of a request. Behind a
 * proxy it is the proxy's: see `clientAddress`.
 */
export function peerAddress(): string | null {
  return shared[KEY]?.getStore()?.address ?? null;
}
