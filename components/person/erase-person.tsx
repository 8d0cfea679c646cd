"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { ErasePersonProps } from "./erase-person-dialog";

const load = () => import("./erase-person-dialog");
const ErasePersonDialog = lazy(load);

/** Says what an erasure does before it offers it. */
export function ErasePerson(props: ErasePersonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel aria-labelledby="erasure">
      <PanelHeader id="erasure" title="Erasure" />
      <PanelBody className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-72 text-ink-2">
          For somebody who asks to be forgotten: a pseudonym takes the place of name, address and logins here,
          in incidents and in the audit trail, and the account ends. Counts stay right.
        </p>
        <Button variant="danger" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
          Erase this person
        </Button>
      </PanelBody>
      {isOpen ? (
        <Suspense fallback={null}>
          <ErasePersonDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </Panel>
  );
}
