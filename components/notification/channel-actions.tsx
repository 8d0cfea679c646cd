"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { useOnce } from "@/components/form/use-once";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import type { Channel, ChannelWithSecret, Notification } from "@/domain/notification/schema";

const load = () => import("./channel-dialogs");
const EditChannelDialog = lazy(async () => ({ default: (await load()).EditChannelDialog }));
const RotateSecretDialog = lazy(async () => ({ default: (await load()).RotateSecretDialog }));
const RemoveChannelDialog = lazy(async () => ({ default: (await load()).RemoveChannelDialog }));
const SecretDialog = lazy(async () => ({ default: (await load()).SecretDialog }));

type Open = { is: "edit" | "rotate" | "remove" } | { is: "made"; made: ChannelWithSecret } | null;

/** What can be done to a channel. */
export function ChannelActions({ workspace, channel }: { workspace: string; channel: Channel }) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const { isSending, once } = useOnce();
  const isOff = channel.disabledAt !== null;
  const path = `/notification-channels/${channel.id}`;
  const shared = { workspace, channel, onClose: () => setOpen(null) };
  const test = async () => {
    await request<Notification>(`${path}/test`, { workspace, method: "POST", body: {} });
    return "A test message is on its way";
  };
  const toggle = async () => {
    const body = { disabled: !isOff };
    await request<Channel>(path, { workspace, method: "PATCH", body, ifMatch: channel.version });
    return `${channel.name} is ${isOff ? "on" : "off"}`;
  };
  const opens = (is: "edit" | "rotate" | "remove") => ({
    onClick: () => setOpen({ is }),
    onPointerEnter: load,
    onFocus: load,
  });
  return (
    <>
      <Button
        size="sm"
        aria-disabled={isSending || isOff || undefined}
        onClick={() => void (isOff || once(test, "Not sent"))}
      >
        Send test
      </Button>
      <Button size="sm" {...opens("edit")}>
        Edit
      </Button>
      <Button
        size="sm"
        aria-disabled={isSending || undefined}
        onClick={() => void once(toggle, "Not changed")}
      >
        {isOff ? "Switch on" : "Switch off"}
      </Button>
      {channel.kind === "webhook" ? (
        <Button size="sm" {...opens("rotate")}>
          New secret
        </Button>
      ) : null}
      <Button size="sm" variant="danger" {...opens("remove")}>
        Remove
      </Button>
      <Suspense fallback={null}>
        {open?.is === "edit" ? <EditChannelDialog {...shared} /> : null}
        {open?.is === "rotate" ? (
          <RotateSecretDialog
            {...shared}
            onMade={(made) => {
              setOpen({ is: "made", made });
              router.refresh();
            }}
          />
        ) : null}
        {open?.is === "made" ? <SecretDialog made={open.made} onClose={() => setOpen(null)} /> : null}
        {open?.is === "remove" ? <RemoveChannelDialog {...shared} /> : null}
      </Suspense>
    </>
  );
}
