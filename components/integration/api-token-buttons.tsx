"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Integration } from "@/domain/integration/schema";

const load = () => import("./api-token-dialogs");
const ApiTokenDialog = lazy(async () => ({ default: (await load()).ApiTokenDialog }));
const RemoveApiTokenDialog = lazy(async () => ({ default: (await load()).RemoveApiTokenDialog }));

/** The token is entered, replaced and taken away; it is never shown again. */
export function ApiTokenButtons({ workspace, integration }: { workspace: string; integration: Integration }) {
  const [open, setOpen] = useState<"enter" | "remove" | null>(null);
  const shared = { workspace, integration, onClose: () => setOpen(null) };
  const opens = (what: "enter" | "remove") => ({
    onClick: () => setOpen(what),
    onPointerEnter: load,
    onFocus: load,
  });
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="sm" {...opens("enter")}>
        {integration.hasApiToken ? "Replace token" : "Enter token"}
      </Button>
      {integration.hasApiToken ? (
        <Button size="sm" variant="ghost" {...opens("remove")}>
          Remove token
        </Button>
      ) : null}
      <Suspense fallback={null}>
        {open === "enter" ? <ApiTokenDialog {...shared} /> : null}
        {open === "remove" ? <RemoveApiTokenDialog {...shared} /> : null}
      </Suspense>
    </span>
  );
}
