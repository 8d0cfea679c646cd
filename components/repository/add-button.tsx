"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";

const load = () => import("./add-dialog");
const AddDialog = lazy(load);

export function AddRepositoryButton({ workspace }: { workspace: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="primary" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
        Add repository
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <AddDialog workspace={workspace} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
