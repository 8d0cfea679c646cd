"use client";

import { useSyncExternalStore } from "react";
import { Chip } from "@/components/ui/chip";
import type { SignOffRequest } from "@/domain/sign-off/request-schema";
import { waitedMs, waitingText, waitingTone } from "./words";

let nowMs = 0;
function subscribe(notify: () => void): () => void {
  const timer = setInterval(() => {
    nowMs = Date.now();
    notify();
  }, 30_000);
  return () => clearInterval(timer);
}
function snapshot(): number {
  // A snapshot must stay the same until its next notification.
  if (Date.now() - nowMs > 60_000) nowMs = Date.now();
  return nowMs;
}

/** How long it has waited, judged by the rule's goal; kept current. `now` is the server's clock, for its HTML. */
export function WaitingChip({ request, now }: { request: SignOffRequest; now: string }) {
  const at = useSyncExternalStore(subscribe, snapshot, () => Date.parse(now));
  const goal =
    request.dueAt === null ? "no goal" : at >= Date.parse(request.dueAt) ? "past its goal" : "in time";
  return (
    <Chip tone={waitingTone(request, at)} title={goal}>
      {waitingText(waitedMs(request, at))}
      <span className="sr-only">, {goal}</span>
    </Chip>
  );
}
