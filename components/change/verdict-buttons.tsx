import { useAbilities } from "@/components/access/abilities";
import { Segmented } from "@/components/ui/segmented";
import { VERDICT_WORDS, type Verdict } from "@/domain/change/kinds";
import { ChangeVerdict } from "./change-verdict";
import { VERDICT_ORDER } from "./verdict-words";

const options = VERDICT_ORDER.map((value) => ({ value, label: VERDICT_WORDS[value] }));

/** The four verdicts for whoever may give one; the one that stands for everybody else. */
export function VerdictButtons({
  about,
  verdict,
  onVerdict,
  className,
}: {
  /** The change, for those who hear the buttons. */
  about: string;
  verdict: Verdict | null;
  onVerdict: (verdict: Verdict) => void;
  className?: string;
}) {
  const { writeAbout } = useAbilities();
  if (!writeAbout) return verdict === null ? null : <ChangeVerdict verdict={verdict} />;
  return (
    <Segmented
      size="sm"
      label={`Verdict on ${about}`}
      options={options}
      value={verdict}
      onChange={onVerdict}
      className={className}
    />
  );
}
