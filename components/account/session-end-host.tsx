"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { onSessionEnd } from "@/components/query/session-end";
import { toast } from "@/components/ui/toast";
import { hereAsNext, openSignIn } from "./sign-in-again";

const restMs = 10_000;

/**
 * Leads to the sign-in page when the session has ended and nothing is lost by it. Where something was typed or is being
 * written, the page stays, and signing in happens in another tab.
 */
export function SessionEndHost() {
  const path = usePathname();
  const hasTyped = useRef(false);
  const toldMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (path) hasTyped.current = false;
  }, [path]);
  useEffect(() => {
    const note = () => {
      hasTyped.current = true;
    };
    document.addEventListener("input", note, true);
    const undo = onSessionEnd(({ isReading }) => {
      // A dialog says it itself, where it can be reached.
      if (document.querySelector("[data-dialog]")) return;
      if (isReading && !hasTyped.current) {
        location.assign(`/sign-in?next=${hereAsNext()}&why=ended`);
        return;
      }
      if (performance.now() - toldMs.current < restMs) return;
      toldMs.current = performance.now();
      toast({
        title: "Your session has ended",
        description: "What you typed is kept. Sign in again, then repeat it here.",
        tone: "bad",
        action: { label: "Sign in again", run: openSignIn },
      });
    });
    return () => {
      document.removeEventListener("input", note, true);
      undo();
    };
  }, []);
  return null;
}
