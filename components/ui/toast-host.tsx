"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { onToast } from "./toast";

const Toaster = lazy(() => import("./toaster"));

/** Stands in the shell and loads the toaster when the first message comes. */
export function ToastHost() {
  const [wanted, setWanted] = useState(0);
  useEffect(() => onToast(() => setWanted((count) => count + 1)), []);
  if (wanted === 0) return null;
  return (
    <Suspense fallback={null}>
      <Toaster wanted={wanted} />
    </Suspense>
  );
}
