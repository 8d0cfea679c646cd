"use client";

import { lazy, Suspense, useState } from "react";
import { useOnce } from "@/components/form/use-once";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import type { Integration } from "@/domain/integration/schema";

const load = () => import("./source-dialogs");
const RenameDialog = lazy(async () => ({ default: (await load()).RenameDialog }));
const RotateDialog = lazy(async () => ({ default: (await load()).RotateDialog }));
const RemoveDialog = lazy(async () => ({ default: (await load()).RemoveDialog }));

type Open = "rename" | "rotate" | "remove" | null;

/** What can be done to a source. */
export function SourceActions({ workspace, integration }: { workspace: string; integration: Integration }) {
  const [open, setOpen] = useState<Open>(null);
  const { isSending, once } = useOnce();
  const isOff = integration.disabledAt !== null;
  const shared = { workspace, integration, onClose: () => setOpen(null) };
  const toggle = async () => {
    const body = { disabled: !isOff };
    const path = `/integrations/${integration.id}`;
    await request<Integration>(path, { workspace, method: "PATCH", body, ifMatch: integration.version });
    return `${integration.name} is ${isOff ? "on" : "off"}`;
  };
  const opens = (what: Open) => ({ onClick: () => setOpen(what), onPointerEnter: load, onFocus: load });
  return (
    <>
      <Button size="sm" {...opens("rename")}>
        Rename
      </Button>
      <Button
        size="sm"
        aria-disabled={isSending || undefined}
        onClick={() => void once(toggle, "Not changed")}
      >
        {isOff ? "Switch on" : "Switch off"}
      </Button>
      <Button size="sm" {...opens("rotate")}>
        New secret
      </Button>
      <Button size="sm" variant="danger" {...opens("remove")}>
        Remove
      </Button>
      <Suspense fallback={null}>
        {open === "rename" ? <RenameDialog {...shared} /> : null}
        {open === "rotate" ? <RotateDialog {...shared} /> : null}
        {open === "remove" ? <RemoveDialog {...shared} /> : null}
      </Suspense>
    </>
  );
}
