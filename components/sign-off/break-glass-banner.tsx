import Link from "next/link";
import { Time } from "@/components/ui/time";
import type { BreakGlass } from "@/domain/sign-off/break-glass-schema";
import { EndBreakGlassButton } from "./break-glass-actions";
import { aboutText } from "./words";

/** While one is open the page says so before anything else; then how many wait for a look. */
export function BreakGlassBanner({
  open,
  toReview,
  workspace,
  zone,
}: {
  open: readonly BreakGlass[];
  /** How many are over and were not looked at. */
  toReview: number;
  /** Slug. */
  workspace: string;
  zone: string;
}) {
  return (
    <>
      {open.length === 0 ? null : (
        <section
          aria-label="Break-glass"
          className="rounded-3 border-2 border-bad bg-bad-soft px-4 py-3 text-ink max-sm:px-3"
        >
          <h2 className="text-bad">
            {open.length === 1 ? "A break-glass is open" : `${open.length} break-glasses are open`}
          </h2>
          <ul className="mt-1 flex flex-col gap-1.5">
            {open.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-0 flex-1 basis-64 break-words">
                  <b className="font-semibold">{one.openedBy}</b> lets{" "}
                  {one.changeId === null ? (
                    aboutText(one)
                  ) : (
                    <Link href={`/${workspace}/changes/${one.changeId}`} className="link">
                      {aboutText(one)}
                    </Link>
                  )}{" "}
                  into {one.environment} until <Time at={one.expiresAt} zone={zone} withZone />, whatever the
                  policy says: {one.reason}
                </span>
                <EndBreakGlassButton workspace={workspace} breakGlass={one} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {toReview === 0 ? null : (
        <p className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2 text-ink">
          {toReview === 1 ? "One break-glass is" : `${toReview} break-glasses are`} over and nobody has looked
          at what went through.{" "}
          <Link href={`/${workspace}/sign-offs/break-glass`} className="link">
            Review {toReview === 1 ? "it" : "them"}
          </Link>
        </p>
      )}
    </>
  );
}
