"use client";

import { lazy, Suspense, useState } from "react";
import { useShortcut } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";
import type { DependenciesProps } from "./dependencies-dialog";
import type { EditServiceProps } from "./edit-service-dialog";

const loadEdit = () => import("./edit-service-dialog");
const EditServiceDialog = lazy(loadEdit);
const loadDependencies = () => import("./dependencies-dialog");
const DependenciesDialog = lazy(loadDependencies);

export function EditService(props: EditServiceProps) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("e", () => setOpen(true), { label: "Edit this service" });
  return (
    <>
      <Button
        variant="primary"
        kbd="E"
        aria-keyshortcuts="E"
        onClick={() => setOpen(true)}
        onPointerEnter={loadEdit}
        onFocus={loadEdit}
      >
        Edit
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <EditServiceDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

export function EditDependencies(props: DependenciesProps) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("d", () => setOpen(true), { label: "Edit what this service depends on" });
  return (
    <>
      <Button
        size="sm"
        kbd="D"
        aria-keyshortcuts="D"
        aria-label="Edit what it depends on"
        onClick={() => setOpen(true)}
        onPointerEnter={loadDependencies}
        onFocus={loadDependencies}
      >
        Edit
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <DependenciesDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
