import Link from "next/link";
import { Time } from "@/components/ui/time";

interface Open {
  id: string;
  title: string;
  requestId: string | null;
  environment: string;
  reason: string;
  openedBy: string;
  expiresAt: string;
}

/** While one is open the page says so before anything else. */
export function BreakGlassBanner({
  open,
  workspace,
  zone,
}: {
  open: readonly Open[];
  /** Slug. */
  workspace: string;
  zone: string;
}) {
  if (open.length === 0) return null;
  return (
    <section
      aria-label="Break-glass"
      className="rounded-3 border-2 border-bad bg-bad-soft px-4 py-3 text-ink max-sm:px-3"
    >
      <h2 className="text-bad">
        {open.length === 1 ? "A break-glass is open" : `${open.length} break-glasses are open`}
      </h2>
      <ul className="mt-1 flex flex-col gap-1">
        {open.map((one) => (
          <li key={one.id} className="break-words">
            <b className="font-semibold">{one.openedBy}</b> lets{" "}
            {one.requestId === null ? (
              one.title
            ) : (
              <Link href={`/${workspace}/sign-offs?request=${one.requestId}`} className="link">
                {one.title}
              </Link>
            )}{" "}
            into {one.environment} until <Time at={one.expiresAt} zone={zone} withZone />, whatever the policy
            says. “{one.reason}”
          </li>
        ))}
      </ul>
    </section>
  );
}
