import { Chip } from "@/components/ui/chip";
import { VERDICT_WORDS, type Verdict } from "@/domain/change/kinds";
import { VERDICT_TONES } from "./words";

/** The heaviest verdict on a change, as people gave it. */
export function ChangeVerdict({ verdict }: { verdict: Verdict }) {
  return <Chip tone={VERDICT_TONES[verdict]}>{VERDICT_WORDS[verdict]}</Chip>;
}
