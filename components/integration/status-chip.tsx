import { Chip, type ChipTone } from "@/components/ui/chip";
import type { DeliveryStatus } from "@/domain/integration/kinds";
import type { Integration } from "@/domain/integration/schema";

export const STATUS_WORDS: Record<DeliveryStatus, string> = {
  received: "Waiting",
  done: "Done",
  ignored: "Ignored",
  failed: "Failed",
};

const tones: Record<DeliveryStatus, ChipTone> = {
  received: "warn",
  done: "good",
  ignored: "mute",
  failed: "bad",
};

const meanings: Record<DeliveryStatus, string> = {
  received: "Stored, and about to be worked off.",
  done: "Worked off; what it told of is in the ledger.",
  ignored: "It tells of no change.",
  failed: "It could not be worked off; the reason stands beside it.",
};

export function StatusChip({ status }: { status: DeliveryStatus }) {
  return (
    <Chip tone={tones[status]} title={meanings[status]}>
      {STATUS_WORDS[status]}
    </Chip>
  );
}

/** Whether an integration takes what its sender posts. */
export function OnChip({ integration: { disabledAt } }: { integration: Pick<Integration, "disabledAt"> }) {
  return disabledAt === null ? <Chip tone="good">On</Chip> : <Chip tone="mute">Off</Chip>;
}
