"use client";

import { Siren } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useOnce } from "@/components/form/use-once";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
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
  const { isSending, once } = useOnce();
  const end = async () => {
    const path = `/break-glass/${breakGlass.id}/end`;
    await request<BreakGlass>(path, { workspace, method: "POST", ifMatch: breakGlass.version });
    return "The policy decides again";
  };
  return (
    <Button
      size="sm"
      variant="danger"
      aria-disabled={isSending || undefined}
      onClick={() => void once(end, "Not ended")}
    >
      End now
    </Button>
  );
}
