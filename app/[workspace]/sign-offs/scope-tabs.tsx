import { Segmented } from "@/components/ui/segmented";
import type { RequestScope } from "@/domain/sign-off/request-list";

/** Whose requests: what waits for the viewer, what of theirs waits for others, and what is over. */
export function ScopeTabs({
  path,
  scope,
  counts,
}: {
  path: string;
  scope: RequestScope;
  counts: { forMe: number; mine: number };
}) {
  const tab = (value: RequestScope, label: string, count?: number) => ({
    value,
    label: (
      <>
        {label}
        {count === undefined ? null : <span className="pl-1.5 tabular-nums text-ink-3">{count}</span>}
      </>
    ),
    href: value === "for-me" ? path : `${path}?scope=${value}`,
  });
  return (
    <Segmented
      label="Whose"
      value={scope}
      options={[
        tab("for-me", "Waiting for me", counts.forMe),
        tab("mine", "Mine, waiting", counts.mine),
        tab("decided", "Decided"),
        tab("all", "All"),
      ]}
    />
  );
}
