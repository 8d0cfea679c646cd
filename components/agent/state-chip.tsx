import { Chip, type ChipTone } from "@/components/ui/chip";
import {
  AGENT_ACTION_STATE_WORDS,
  type AgentActionState,
  LEAVE_FLAG_WORDS,
  type LeaveFlag,
} from "@/domain/agent/states";

const TONES: Record<AgentActionState, ChipTone> = {
  allowed: "info",
  approved: "info",
  waiting: "warn",
  declined: "bad",
  denied: "bad",
  expired: "mute",
  succeeded: "good",
  failed: "plain",
};

const MEANINGS: Record<AgentActionState, string> = {
  allowed: "It may act until its leave ends.",
  approved: "People approved it: it may act until its leave ends.",
  waiting: "A person has to approve it.",
  declined: "Somebody declined it.",
  denied: "The register or the policy does not allow it.",
  expired: "Nobody decided, or it did not act, in time.",
  succeeded: "It acted, and reported that it worked.",
  failed: "It acted, and reported that it did not work.",
};

/** How an action of an agent stands. */
export function StateChip({ state }: { state: AgentActionState }) {
  return (
    <Chip tone={TONES[state]} title={MEANINGS[state]}>
      {AGENT_ACTION_STATE_WORDS[state]}
    </Chip>
  );
}

/** What was wrong with its leave, never quiet. */
export function FlagChip({ flag }: { flag: LeaveFlag }) {
  return (
    <Chip tone="bad" className="font-semibold">
      {LEAVE_FLAG_WORDS[flag]}
    </Chip>
  );
}
