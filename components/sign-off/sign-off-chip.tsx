import { Chip } from "@/components/ui/chip";
import { SIGN_OFF_STATE_WORDS, type SignOffState } from "@/domain/sign-off/states";
import { STATE_MEANINGS, STATE_TONES } from "./words";

/** How a request stands. */
export function SignOffChip({ state }: { state: SignOffState }) {
  return (
    <Chip tone={STATE_TONES[state]} title={STATE_MEANINGS[state]}>
      {SIGN_OFF_STATE_WORDS[state]}
    </Chip>
  );
}
