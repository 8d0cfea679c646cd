"use client";

import { lazy, Suspense, useState } from "react";
import { useCommand } from "./keyboard";

const Palette = lazy(() => import("./palette"));
const KeysDialog = lazy(() => import("./keys-dialog"));

/** Loads the palette and the list of keys when they are first asked for. */
export function CommandHost({ slug }: { slug: string }) {
  const [shown, setShown] = useState<"palette" | "keys" | null>(null);
  useCommand("open-palette", () => setShown("palette"));
  useCommand("show-keys", () => setShown("keys"));
  const close = () => setShown(null);
  return (
    <Suspense fallback={null}>
      {shown === "palette" ? <Palette slug={slug} onClose={close} /> : null}
      {shown === "keys" ? <KeysDialog onClose={close} /> : null}
    </Suspense>
  );
}
