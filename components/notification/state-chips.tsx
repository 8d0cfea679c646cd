import { Chip, type ChipTone } from "@/components/ui/chip";
import type { NotificationStatus } from "@/domain/notification/events";
import type { Channel } from "@/domain/notification/schema";

export function ChannelStateChip({ channel }: { channel: Pick<Channel, "disabledAt" | "disabledReason"> }) {
  if (channel.disabledAt === null) return <Chip tone="good">On</Chip>;
  if (channel.disabledReason === null) return <Chip tone="mute">Off</Chip>;
  return (
    <Chip tone="bad" title={channel.disabledReason}>
      Off: gone
    </Chip>
  );
}

export const NOTIFICATION_STATUS_WORDS: Record<NotificationStatus, string> = {
  waiting: "Waiting",
  sent: "Sent",
  failed: "Failed",
};

const tones: Record<NotificationStatus, ChipTone> = { waiting: "warn", sent: "good", failed: "bad" };

export function NotificationStatusChip({ status }: { status: NotificationStatus }) {
  return <Chip tone={tones[status]}>{NOTIFICATION_STATUS_WORDS[status]}</Chip>;
}
