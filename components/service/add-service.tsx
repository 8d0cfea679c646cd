"use client";

import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useShortcut } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";
import type { AddServiceProps } from "./add-service-dialog";

const load = () => import("./add-service-dialog");
const AddServiceDialog = lazy(load);

/** The page's own action; the dialog is loaded with the first sign that it will be wanted. */
export function AddService({ isPrimary = true, ...props }: AddServiceProps & { isPrimary?: boolean }) {
  const [isOpen, setOpen] = useState(false);
  useShortcut("n", () => setOpen(true), { label: "Add a service", enabled: isPrimary });
  return (
    <>
      <Button
        variant={isPrimary ? "primary" : "secondary"}
        kbd={isPrimary ? "N" : undefined}
        aria-keyshortcuts={isPrimary ? "N" : undefined}
        onClick={() => setOpen(true)}
        onPointerEnter={load}
        onFocus={load}
      >
        <Plus size={14} strokeWidth={1.8} aria-hidden="true" />
        <span>
          Add<span className="max-sm:sr-only"> service</span>
        </span>
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <AddServiceDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
