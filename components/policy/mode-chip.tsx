import { Chip } from "@/components/ui/chip";
import type { RuleMode } from "@/domain/sign-off/policy";
import { MODE_WORDS } from "@/domain/sign-off/rule-words";

export function ModeChip({ mode }: { mode: RuleMode }) {
  return (
    <Chip
      tone={mode === "enforce" ? "info" : "dashed"}
      title={
        mode === "enforce"
          ? "The gate holds back what lacks its sign-offs."
          : "It says what it would have required, and holds nothing."
      }
    >
      {MODE_WORDS[mode]}
    </Chip>
  );
}
