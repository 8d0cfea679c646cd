import { ExternalLink } from "lucide-react";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import type { ChangeOutcome } from "@/domain/change/kinds";
import type { Change } from "@/domain/change/schema";
import { AiInvolvement } from "./ai-involvement";
import { ChangeKindMark } from "./change-kind";
import { ChangeVerdict } from "./change-verdict";

const OUTCOMES: Record<ChangeOutcome, { word: string; tone: "info" | "good" | "bad" }> = {
  "in-progress": { word: "in progress", tone: "info" },
  succeeded: { word: "succeeded", tone: "good" },
  failed: { word: "failed", tone: "bad" },
};

/** What the change is, when it went live, and the way out to where it was made. */
export function ChangeHeader({ change, zone }: { change: Change; zone: string }) {
  const { outcome, revertedAt } = change;
  return (
    <header className="flex flex-col gap-2 pt-1">
      <div className="flex flex-wrap items-center gap-2">
        <ChangeKindMark kind={change.kind} />
        <AiInvolvement change={change} />
        {change.verdict ? <ChangeVerdict verdict={change.verdict} /> : null}
        {outcome ? <Chip tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].word}</Chip> : null}
        {revertedAt ? (
          <Chip tone="warn">
            undone <Time at={revertedAt} zone={zone} />
          </Chip>
        ) : null}
        {change.generated ? <GeneratedTag /> : null}
        <Time at={change.at} zone={zone} withZone className="text-ink-3" />
      </div>
      <h1 className="!text-[22px] break-words max-sm:!text-title">{change.title}</h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
        {change.repository ? <span className="break-all">{change.repository}</span> : null}
        {change.url ? (
          <a
            className="link inline-flex items-center gap-1"
            href={change.url}
            rel="noreferrer"
            target="_blank"
          >
            Open {change.ref ?? "it"} where it was made
            <ExternalLink size={13} strokeWidth={1.6} aria-hidden="true" />
          </a>
        ) : (
          <span className="text-ink-3">No link to where it was made is on record.</span>
        )}
      </p>
    </header>
  );
}
