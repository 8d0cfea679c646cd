"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { type FloatingButtonLook, floatingButtonClass, useFloating } from "./floating-button";

const load = () => import("./popover-popup");
const PopoverPopup = lazy(load);

/** A button and what opens at it. The floating part is loaded on the first hover or focus, not with the page. */
export function Popover({
  align,
  popupLabel,
  children,
  ...look
}: FloatingButtonLook & {
  /** The name of what opens; the button's own label or text without it. */
  popupLabel?: string;
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
          <PopoverPopup
            floating={floating}
            align={align}
            label={popupLabel ?? look.label ?? (typeof look.trigger === "string" ? look.trigger : "Choices")}
          >
            {typeof children === "function" ? children(() => setOpen(false)) : children}
          </PopoverPopup>
        </Suspense>
      ) : null}
    </>
  );
}
