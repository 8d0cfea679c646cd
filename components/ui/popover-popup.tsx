"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import type { Floating } from "./floating-button";

/** The floating half of a popover: loaded when first needed. */
export default function PopoverPopup({
  floating,
  align = "start",
  label,
  children,
}: {
  floating: Floating;
  align?: "start" | "center" | "end";
  label?: string;
  children: ReactNode;
}) {
  return (
    <Base.Root open={floating.open} onOpenChange={floating.onOpenChange}>
      <Base.Portal>
        <Base.Positioner
          anchor={floating.anchor}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50"
        >
          <Base.Popup
            aria-label={label}
            finalFocus={floating.anchor}
            className="float-fade max-h-(--available-height) max-w-(--available-width) min-w-48 overflow-y-auto rounded-3 bg-surface text-ink shadow-float outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
