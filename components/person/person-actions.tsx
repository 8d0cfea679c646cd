"use client";

import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useShortcut } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";
import type { AddPersonProps } from "./add-person-dialog";
import type { EditPersonProps } from "./edit-person-dialog";

const loadAdd = () => import("./add-person-dialog");
const AddPersonDialog = lazy(loadAdd);
const loadEdit = () => import("./edit-person-dialog");
const EditPersonDialog = lazy(loadEdit);

export function AddPerson(props: AddPersonProps) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("n", () => setOpen(true), { label: "Add a person" });
  return (
    <>
      <Button
        variant="primary"
        kbd="N"
        aria-keyshortcuts="N"
        onClick={() => setOpen(true)}
        onPointerEnter={loadAdd}
        onFocus={loadAdd}
      >
        <Plus size={14} strokeWidth={1.8} aria-hidden="true" />
        <span>
          Add<span className="max-sm:sr-only"> person</span>
        </span>
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <AddPersonDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

export function EditPerson(props: EditPersonProps) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("e", () => setOpen(true), { label: "Edit this person" });
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
          <EditPersonDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
