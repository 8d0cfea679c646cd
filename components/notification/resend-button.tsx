"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
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
  const router = useRouter();
  const [isSending, setSending] = useState(false);
  const resend = async () => {
    if (isSending) return;
    setSending(true);
    try {
      const path = `/notification-channels/${channelId}/notifications/${notification.id}/resending`;
      await request<Notification>(path, { workspace, method: "POST", body: {} });
      toast({ title: "It is sent again", tone: "good" });
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: "Not sent again", description, tone: "bad" });
    }
    setSending(false);
    router.refresh();
  };
  return (
    <Button
      size="sm"
      aria-label={`Send ${notification.title} again`}
      aria-disabled={isSending || undefined}
      onClick={() => void resend()}
    >
      {isSending ? "Sending" : "Resend"}
    </Button>
  );
}
