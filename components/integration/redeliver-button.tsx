"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { Delivery } from "@/domain/integration/schema";

/** Has the stored delivery worked off again; the list shows what becomes of it. */
export function RedeliverButton({
  workspace,
  integrationId,
  delivery,
}: {
  workspace: string;
  integrationId: string;
  delivery: Pick<Delivery, "id" | "event">;
}) {
  const router = useRouter();
  const [isSending, setSending] = useState(false);
  const redeliver = async () => {
    if (isSending) return;
    setSending(true);
    try {
      const path = `/integrations/${integrationId}/deliveries/${delivery.id}/redelivery`;
      await request<Delivery>(path, { workspace, method: "POST" });
      toast({ title: `${delivery.event} is worked off again`, tone: "good" });
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: "Not redelivered", description, tone: "bad" });
    }
    setSending(false);
    router.refresh();
  };
  return (
    <Button
      size="sm"
      aria-label={`Redeliver ${delivery.event}`}
      aria-disabled={isSending || undefined}
      onClick={() => void redeliver()}
    >
      {isSending ? "Sending" : "Redeliver"}
    </Button>
  );
}
