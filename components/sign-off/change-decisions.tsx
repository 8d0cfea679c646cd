"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { DecisionBar } from "./decision-bar";
import { type Deciding, useDecisions } from "./use-decisions";

const load = () => import("./decision-dialogs");
const DeclineDialog = lazy(async () => ({ default: (await load()).DeclineDialog }));
const HandOverDialog = lazy(async () => ({ default: (await load()).HandOverDialog }));

/** The decisions on the page of a change; the page is read again once one is on record. */
export function ChangeDecisions({
  workspace,
  detail,
  viewerId,
}: {
  workspace: string;
  detail: SignOffRequestDetail;
  /** The viewer's person on the roster. */
  viewerId: string | null;
}) {
  const router = useRouter();
  const [dialog, setDialog] = useState<"decline" | "hand-over" | null>(null);
  const { progress, decide, undo } = useDecisions(workspace, viewerId);
  const own = progress.get(detail.id);
  const act = async (deciding: Deciding) => {
    setDialog(null);
    await decide(detail, deciding);
    router.refresh();
  };
  const can = (what: keyof typeof detail.can) => own?.is !== "sending" && detail.can[what].allowed;
  const dialogs = {
    request: detail,
    onDecide: (one: Deciding) => void act(one),
    onClose: () => setDialog(null),
  };
  return (
    <>
      <DecisionBar
        hasKeys={false}
        request={detail}
        detail={detail}
        progress={own}
        onApprove={() => can("approve") && void act({ kind: "approve", comment: null })}
        onDecline={() => can("decline") && setDialog("decline")}
        onHandOver={() => can("handOver") && setDialog("hand-over")}
        onUndo={() => void undo().then(() => router.refresh())}
        load={load}
      />
      <Suspense fallback={null}>
        {dialog === "decline" ? <DeclineDialog {...dialogs} /> : null}
        {dialog === "hand-over" ? <HandOverDialog {...dialogs} detail={detail} viewerId={viewerId} /> : null}
      </Suspense>
    </>
  );
}
