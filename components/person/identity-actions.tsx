"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import type { PersonIdentity } from "@/domain/person/identity-schema";
import type { MergeDialogProps } from "./merge-dialog";

const loadMerge = () => import("./merge-dialog");
const MergeDialog = lazy(loadMerge);
const loadHandles = () => import("./handles-dialog");
const HandlesDialog = lazy(loadHandles);

export function MergeButton(props: MergeDialogProps) {
  const [isOpen, setOpen] = useState(false);
  const { from, suggested } = props;
  return (
    <>
      <Button
        size="sm"
        aria-label={suggested ? `Merge ${from.name} into ${suggested.name}` : `Merge ${from.name}`}
        onClick={() => setOpen(true)}
        onPointerEnter={loadMerge}
        onFocus={loadMerge}
      >
        Merge
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <MergeDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

export function HandlesButton({
  workspace,
  person,
}: {
  workspace: string;
  person: Pick<PersonIdentity, "id" | "name" | "handles">;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-label={`What ${person.name} is called`}
        onClick={() => setOpen(true)}
        onPointerEnter={loadHandles}
        onFocus={loadHandles}
      >
        Handles
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <HandlesDialog workspace={workspace} person={person} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
