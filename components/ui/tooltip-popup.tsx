"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactNode, RefObject } from "react";

/** The floating half of a tooltip: loaded when first needed. */
export default function TooltipPopup({
  anchor,
  label,
}: {
  anchor: RefObject<HTMLElement | null>;
  label: ReactNode;
}) {
  return (
    <Base.Root open>
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={6} collisionPadding={8} className="z-60">
          <Base.Popup className="float-fade max-w-72 rounded-2 bg-surface px-2.5 py-1.5 text-small text-ink shadow-float">
            {label}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
