import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";

/** Instead of what the viewer may not do: what it takes, and whom to ask. */
export function NeedsRole({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel className="max-w-[860px] p-6 max-sm:p-4">
      <EmptyState title={title}>{children}</EmptyState>
    </Panel>
  );
}
