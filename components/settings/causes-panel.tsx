"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { IfMay } from "@/components/access/abilities";
import { CauseSwatch } from "@/components/cause/cause-swatch";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";

const load = () => import("./add-cause-dialog");
const AddCauseDialog = lazy(load);

export type CauseEntry = { kind: string; code: string; name: string; isOwn: boolean };

/** The taxonomy, and the workspace's own kinds after it. A kind stays: incidents may name it. */
export function CauseKindsPanel({ workspace, causes }: { workspace: string; causes: readonly CauseEntry[] }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const own = causes.filter((cause) => cause.isOwn);
  return (
    <Panel aria-labelledby="causes">
      <PanelHeader
        id="causes"
        title="Causes"
        description={<span className="max-sm:hidden">the taxonomy, and what this workspace adds to it</span>}
        right={
          <IfMay ability="addCauses">
            <Button size="sm" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
              Add cause
            </Button>
          </IfMay>
        }
      />
      <PanelBody className="flex flex-col gap-3">
        <div>
          <h3 id="own-causes" className="pb-1">
            Own
          </h3>
          {own.length === 0 ? (
            <p className="text-ink-3">
              None yet. An own cause shows in grey; it never counts as an AI cause.
            </p>
          ) : (
            <CauseList causes={own} labelledBy="own-causes" />
          )}
        </div>
        <div>
          <h3 id="fixed-causes" className="pb-1">
            Built in
          </h3>
          <CauseList causes={causes.filter((cause) => !cause.isOwn)} labelledBy="fixed-causes" />
        </div>
      </PanelBody>
      {isOpen ? (
        <Suspense fallback={null}>
          <AddCauseDialog
            workspace={workspace}
            onSaved={() => router.refresh()}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </Panel>
  );
}

function CauseList({ causes, labelledBy }: { causes: readonly CauseEntry[]; labelledBy: string }) {
  return (
    <ul aria-labelledby={labelledBy} className="grid gap-x-6 sm:grid-cols-2">
      {causes.map((cause) => (
        <li key={cause.kind} className="flex min-h-7 items-center gap-2">
          <span className="w-6 shrink-0 text-axis text-ink-3">{cause.code}</span>
          <CauseSwatch kind={cause.kind} />
          <span className="min-w-0 truncate">{cause.name}</span>
        </li>
      ))}
    </ul>
  );
}
