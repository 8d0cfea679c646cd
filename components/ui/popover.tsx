"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { type FloatingButtonLook, floatingButtonClass, useFloating } from "./floating-button";

const load = () => import("./popover-popup");
const PopoverPopup = lazy(load);

/** A button and what opens at it. The floating part is loaded on the first hover or focus, not with the page. */
export function Popover({
  align,
  children,
  ...look
}: FloatingButtonLook & {
  align?: "start" | "center" | "end";
  /** The content; as a function it gets `close`. */
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const { floating, triggerProps, setOpen } = useFloating(load);
  return (
    <>
      <button
        {...triggerProps}
        aria-haspopup="dialog"
        aria-label={look.label}
        title={look.icon ? look.label : undefined}
        className={floatingButtonClass(look)}
      >
        {look.trigger}
      </button>
      {floating.open ? (
        <Suspense fallback={null}>
          <PopoverPopup floating={floating} align={align} label={look.label}>
            {typeof children === "function" ? children(() => setOpen(false)) : children}
          </PopoverPopup>
        </Suspense>
      ) : null}
    </>
  );
}
