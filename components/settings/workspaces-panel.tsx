"use client";

import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { IfMay } from "@/components/access/abilities";
import { Button } from "@/components/ui/button";
import { Chip, SampleTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";

const load = () => import("./workspace-dialogs");
const NewWorkspaceDialog = lazy(async () => ({ default: (await load()).NewWorkspaceDialog }));
const MakeSampleDialog = lazy(async () => ({ default: (await load()).MakeSampleDialog }));
const RemoveSampleDialog = lazy(async () => ({ default: (await load()).RemoveSampleDialog }));

type WorkspaceEntry = { slug: string; name: string; isSample: boolean };

/** Every workspace of this installation, a new one, and the sample, which comes and goes with one click. */
export function WorkspacesPanel({
  workspace,
  workspaces,
}: {
  workspace: string;
  workspaces: readonly WorkspaceEntry[];
}) {
  const [dialog, setDialog] = useState<"new" | "make" | "remove" | null>(null);
  const sample = workspaces.find((one) => one.isSample);
  const close = () => setDialog(null);
  const preload = { onPointerEnter: load, onFocus: load };
  return (
    <Panel aria-labelledby="workspaces">
      <PanelHeader
        id="workspaces"
        title="Workspaces"
        description={<span className="max-sm:hidden">one company's data each</span>}
        right={
          <IfMay ability="makeWorkspaces">
            <Button size="sm" onClick={() => setDialog("new")} {...preload}>
              New workspace
            </Button>
          </IfMay>
        }
      />
      <PanelBody className="flex flex-col gap-3">
        <ul aria-labelledby="workspaces">
          {workspaces.map((one) => (
            <li
              key={one.slug}
              className="flex min-h-9 items-center gap-2 border-b border-line last:border-0 touch:min-h-11"
            >
              <Link href={`/${one.slug}`} className="min-w-0 truncate font-medium hover:underline">
                {one.name}
              </Link>
              <span className="truncate text-ink-3">/{one.slug}</span>
              <span className="ml-auto flex shrink-0 gap-2">
                {one.isSample ? <SampleTag /> : null}
                {one.slug === workspace ? <Chip>this one</Chip> : null}
              </span>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-3">
          <p className="min-w-0 flex-1 basis-64 text-ink-2">
            {sample
              ? "The sample follows the public record of 2025–26; the rest of it is generated. Removing it touches no other workspace."
              : "The sample is a fictional company modelled on the public record of 2025–26, with two generated years."}
          </p>
          {sample ? (
            <IfMay ability="removeSample">
              <Button variant="danger" onClick={() => setDialog("remove")} {...preload}>
                Remove the sample
              </Button>
            </IfMay>
          ) : (
            <IfMay ability="makeWorkspaces">
              <Button onClick={() => setDialog("make")} {...preload}>
                Make the sample
              </Button>
            </IfMay>
          )}
        </div>
      </PanelBody>
      <Suspense fallback={null}>
        {dialog === "new" ? <NewWorkspaceDialog workspace={workspace} onClose={close} /> : null}
        {dialog === "make" ? <MakeSampleDialog workspace={workspace} onClose={close} /> : null}
        {dialog === "remove" && sample ? (
          <RemoveSampleDialog
            workspace={workspace}
            sample={sample}
            next={workspaces.find((one) => !one.isSample)?.slug ?? null}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </Panel>
  );
}
