import { Chip } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";

/** Every break-glass that there was for a request, the open ones loud. */
export function BreakGlassList({
  breakGlass,
  zone,
  now,
}: {
  breakGlass: SignOffRequestDetail["breakGlass"];
  zone: string;
  /** The server's clock. */
  now: string;
}) {
  if (breakGlass.length === 0) return null;
  return (
    <ul aria-label="Break-glass" className="flex flex-col gap-2">
      {breakGlass.map((one) => {
        const isOpen = one.endedAt === null && one.expiresAt > now;
        return (
          <li
            key={one.id}
            className={
              isOpen
                ? "rounded-2 border border-bad-line bg-bad-soft px-3 py-2"
                : "rounded-2 border border-line bg-surface-2 px-3 py-2"
            }
          >
            <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
              <Chip tone={isOpen ? "bad" : "mute"}>{isOpen ? "Break-glass open" : "Break-glass, over"}</Chip>
              <b className="font-medium">{one.openedBy}</b>
              <span className="text-small text-ink-3">
                <Time at={one.openedAt} zone={zone} /> to{" "}
                <Time at={one.endedAt ?? one.expiresAt} zone={zone} />
              </span>
            </p>
            <p className="break-words whitespace-pre-line text-ink-2">{one.reason}</p>
          </li>
        );
      })}
    </ul>
  );
}
