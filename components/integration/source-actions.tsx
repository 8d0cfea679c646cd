"use client";

import { lazy, Suspense, useState } from "react";
import { useOnce } from "@/components/form/use-once";
import { Button } from "@/components/ui/button";
import type { Integration } from "@/domain/integration/schema";
import { switchSource } from "./switch-source";

const load = () => import("./source-dialogs");
const RenameDialog = lazy(async () => ({ default: (await load()).RenameDialog }));
const SwitchOffDialog = lazy(async () => ({ default: (await load()).SwitchOffDialog }));
const RotateDialog = lazy(async () => ({ default: (await load()).RotateDialog }));
const RemoveDialog = lazy(async () => ({ default: (await load()).RemoveDialog }));

type Open = "rename" | "switch-off" | "rotate" | "remove" | null;

/** What can be done to a source. */
export function SourceActions({ workspace, integration }: { workspace: string; integration: Integration }) {
  const [open, setOpen] = useState<Open>(null);
  const { isSending, once } = useOnce();
  const isOff = integration.disabledAt !== null;
  const shared = { workspace, integration, onClose: () => setOpen(null) };
  const switchOn = async () => {
    await switchSource(workspace, integration, false);
    return `${integration.name} is on`;
  };
  const opens = (what: Open) => ({ onClick: () => setOpen(what), onPointerEnter: load, onFocus: load });
  return (
    <>
      <Button size="sm" {...opens("rename")}>
        Rename
      </Button>
      {isOff ? (
        <Button
          size="sm"
          aria-disabled={isSending || undefined}
          onClick={() => void once(switchOn, "Not changed")}
        >
          Switch on
        </Button>
      ) : (
        <Button size="sm" {...opens("switch-off")}>
          Switch off
        </Button>
      )}
      <Button size="sm" {...opens("rotate")}>
        New secret
      </Button>
      <Button size="sm" variant="danger" {...opens("remove")}>
        Remove
      </Button>
      <Suspense fallback={null}>
        {open === "rename" ? <RenameDialog {...shared} /> : null}
        {open === "switch-off" ? <SwitchOffDialog {...shared} /> : null}
        {open === "rotate" ? <RotateDialog {...shared} /> : null}
        {open === "remove" ? <RemoveDialog {...shared} /> : null}
      </Suspense>
    </>
  );
}
