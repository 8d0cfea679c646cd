"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const ROUNDS_MAX = 120;

/** Reads the page again now and then while something on it is about to change, for as long as somebody looks. */
export function LiveRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    let rounds = 0;
    const timer = setInterval(() => {
      rounds += 1;
      if (rounds > ROUNDS_MAX) clearInterval(timer);
      else if (document.visibilityState === "visible") router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
