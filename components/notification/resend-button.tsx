"use client";

import { useOnce } from "@/components/form/use-once";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import type { Notification } from "@/domain/notification/schema";

/** Has a notification sent again; the log shows what becomes of it. */
export function ResendButton({
  workspace,
  channelId,
  notification,
}: {
  workspace: string;
  channelId: string;
  notification: Pick<Notification, "id" | "title">;
}) {
  const { isSending, once } = useOnce();
  const resend = async () => {
    const path = `/notification-channels/${channelId}/notifications/${notification.id}/resending`;
    await request<Notification>(path, { workspace, method: "POST", body: {} });
    return "It is sent again";
  };
  return (
    <Button
      size="sm"
      aria-label={`Send ${notification.title} again`}
      aria-disabled={isSending || undefined}
      onClick={() => void once(resend, "Not sent again")}
    >
      {isSending ? "Sending" : "Resend"}
    </Button>
  );
}
