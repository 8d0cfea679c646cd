"use client";

import { Siren } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { BreakGlass } from "@/domain/sign-off/break-glass-schema";

const load = () => import("./break-glass-dialogs");
const OpenBreakGlassDialog = lazy(async () => ({ default: (await load()).OpenBreakGlassDialog }));
const ReviewBreakGlassDialog = lazy(async () => ({ default: (await load()).ReviewBreakGlassDialog }));

export function OpenBreakGlassButton({
  workspace,
  changeId,
  title,
  environment,
}: {
  workspace: string;
  changeId: string;
  title: string;
  environment: string;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
        <Siren size={14} strokeWidth={1.6} aria-hidden="true" />
        Break glass
      </Button>
      <Suspense fallback={null}>
        {isOpen ? (
          <OpenBreakGlassDialog
            workspace={workspace}
            changeId={changeId}
            title={title}
            environment={environment}
            onClose={() => setOpen(false)}
          />
        ) : null}
      </Suspense>
    </>
  );
}

export function ReviewBreakGlassButton({
  workspace,
  breakGlass,
}: {
  workspace: string;
  breakGlass: BreakGlass;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
        Review
      </Button>
      <Suspense fallback={null}>
        {isOpen ? (
          <ReviewBreakGlassDialog
            workspace={workspace}
            breakGlass={breakGlass}
            onClose={() => setOpen(false)}
          />
        ) : null}
      </Suspense>
    </>
  );
}

export function EndBreakGlassButton({
  workspace,
  breakGlass,
}: {
  workspace: string;
  breakGlass: BreakGlass;
}) {
  const router = useRouter();
  const [isSending, setSending] = useState(false);
  const end = async () => {
    if (isSending) return;
    setSending(true);
    try {
      await request<BreakGlass>(`/break-glass/${breakGlass.id}/end`, {
        workspace,
        method: "POST",
        ifMatch: breakGlass.version,
      });
      toast({ title: "The policy decides again", tone: "good" });
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: "Not ended", description, tone: "bad" });
    }
    setSending(false);
    router.refresh();
  };
  return (
    <Button size="sm" variant="danger" aria-disabled={isSending || undefined} onClick={() => void end()}>
      End now
    </Button>
  );
}
