"use client";

import { useSyncExternalStore } from "react";
import { hasSessionEnded, watchSession } from "@/components/query/session-end";

/** Where the page is, for coming back to it. */
export function hereAsNext(): string {
  return encodeURIComponent(`${location.pathname}${location.search}`);
}

/** The sign-in page that closes itself when it is done, since what is typed here must stay. */
export function openSignIn(): void {
  window.open(`/sign-in?next=${hereAsNext()}&why=ended&then=close`, "_blank");
}

/** Once the session has ended: the way back that loses nothing. */
export function SignInAgain() {
  const isEnded = useSyncExternalStore(watchSession, hasSessionEnded, () => false);
  if (!isEnded) return null;
  return (
    <p className="text-small">
      <button type="button" onClick={openSignIn} className="font-medium underline">
        Sign in again in a new tab
      </button>
      , then repeat this here.
    </p>
  );
}
