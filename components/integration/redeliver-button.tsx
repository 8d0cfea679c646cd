"use client";

import { useOnce } from "@/components/form/use-once";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
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
  const { isSending, once } = useOnce();
  const redeliver = async () => {
    const path = `/integrations/${integrationId}/deliveries/${delivery.id}/redelivery`;
    await request<Delivery>(path, { workspace, method: "POST" });
    return `${delivery.event} is worked off again`;
  };
  return (
    <Button
      size="sm"
      aria-label={`Redeliver ${delivery.event}`}
      aria-disabled={isSending || undefined}
      onClick={() => void once(redeliver, "Not redelivered")}
    >
      {isSending ? "Sending" : "Redeliver"}
    </Button>
  );
}
