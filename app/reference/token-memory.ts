"use client";

import { useSyncExternalStore } from "react";

const KEY = "faultline-reference-token";
const listeners = new Set<() => void>();

/** The token that requests from this page are sent with: kept for this tab alone, and forgotten with it. */
export function useToken(): string {
  return useSyncExternalStore(subscribe, read, () => "");
}

export function keepToken(token: string): void {
  if (token === "") sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
  for (const notify of listeners) notify();
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

function read(): string {
  return sessionStorage.getItem(KEY) ?? "";
}
