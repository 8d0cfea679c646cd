import { levelWord } from "@/components/change/words";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import { shortRevision } from "@/domain/change/ref";
import type { SignOff, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { STANDING_WORDS } from "./words";

const SOURCES: Record<SignOff["source"], string> = {
  app: "here",
  api: "by the API",
  github: "on GitHub",
  gitlab: "on GitLab",
  sample: "in the sample",
};

/** Everybody's word, newest first; what does not count is struck through, with the reason. */
export function SignOffList({ signOffs, zone }: { signOffs: readonly SignOff[]; zone: string }) {
  return (
    <ol aria-label="Sign-offs, newest first" className="flex flex-col gap-2">
      {signOffs.map((one) => {
        const why = STANDING_WORDS[one.standing];
        return (
          <li key={one.id} className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
              <Chip tone={why !== null ? "mute" : one.decision === "approved" ? "good" : "bad"}>
                {one.decision}
              </Chip>
              <span className={cx("font-medium", why !== null && "text-ink-3 line-through")}>
                {one.person.name}
              </span>
              <span className="text-small text-ink-3">
                {levelWord(one.level)}, <Time at={one.at} zone={zone} />, {SOURCES[one.source]}
                {one.revision === null ? "" : `, for ${shortRevision(one.revision)}`}
              </span>
              {one.generated ? <GeneratedTag /> : null}
            </p>
            {why === null ? null : (
              <p className="text-small text-warn">
                {why}
                {one.withdrawn ? (
                  <>
                    {" "}
                    by {one.withdrawn.by}, <Time at={one.withdrawn.at} zone={zone} />
                    {one.withdrawn.reason ? `: ${one.withdrawn.reason}` : ""}
                  </>
                ) : null}
              </p>
            )}
            {one.comment ? <p className="break-words whitespace-pre-line text-ink-2">{one.comment}</p> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** What happened to it, newest first. */
export function RequestHistory({ events, zone }: { events: SignOffRequestDetail["events"]; zone: string }) {
  if (events.length === 0) return null;
  return (
    <details className="min-w-0 border-t border-line pt-2.5">
      <summary className="cursor-pointer text-ink-2">
        What happened, {events.length === 1 ? "one entry" : `${events.length} entries`}
      </summary>
      <ol aria-label="What happened, newest first" className="flex flex-col gap-1.5 pt-2">
        {events.map((event) => (
          <li key={event.id} className="min-w-0 break-words">
            <Time at={event.at} zone={zone} className="text-small text-ink-3" />{" "}
            <span className="text-ink-2">{event.by}:</span> {event.body}
          </li>
        ))}
      </ol>
    </details>
  );
}
