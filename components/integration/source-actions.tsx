"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { Integration } from "@/domain/integration/schema";

const load = () => import("./source-dialogs");
const RenameDialog = lazy(async () => ({ default: (await load()).RenameDialog }));
const RotateDialog = lazy(async () => ({ default: (await load()).RotateDialog }));
const RemoveDialog = lazy(async () => ({ default: (await load()).RemoveDialog }));

type Open = "rename" | "rotate" | "remove" | null;

/** What can be done to a source. */
export function SourceActions({ workspace, integration }: { workspace: string; integration: Integration }) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const [isSending, setSending] = useState(false);
  const isOff = integration.disabledAt !== null;
  const shared = { workspace, integration, onClose: () => setOpen(null) };
  const toggle = async () => {
    if (isSending) return;
    setSending(true);
    try {
      await request<Integration>(`/integrations/${integration.id}`, {
        workspace,
        method: "PATCH",
        body: { disabled: !isOff },
        ifMatch: integration.version,
      });
      toast({ title: `${integration.name} is ${isOff ? "on" : "off"}`, tone: "good" });
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: "Not changed", description, tone: "bad" });
    }
    setSending(false);
    router.refresh();
  };
  const opens = (what: Open) => ({ onClick: () => setOpen(what), onPointerEnter: load, onFocus: load });
  return (
    <>
      <Button size="sm" {...opens("rename")}>
        Rename
      </Button>
      <Button size="sm" aria-disabled={isSending || undefined} onClick={() => void toggle()}>
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
