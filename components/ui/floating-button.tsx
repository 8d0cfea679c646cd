"use client";

import { type ReactNode, type RefObject, useRef, useState } from "react";
import { buttonClass } from "./button";

export type FloatingButtonLook = {
  /** What the button shows. */
  trigger: ReactNode;
  /** Its name where it shows only an icon. */
  label?: string;
  variant?: "primary" | "secondary" | "ghost";
  size?: "md" | "sm";
  icon?: boolean;
  /** Replaces the button's look. */
  className?: string;
};

export type Floating = {
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean, details?: { reason: string; event: Event }) => void;
};

/** Opens and closes something that floats at a button, and loads it at the first sign that it will be wanted. */
export function useFloating(preload: () => void) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const floating: Floating = {
    anchor,
    open,
    onOpenChange: (next, details) => {
      // A press on the button itself is not a press outside: its own click closes.
      const onAnchor =
        details?.event.target instanceof Node && anchor.current?.contains(details.event.target);
      if (!next && details?.reason === "outside-press" && onAnchor) return;
      setOpen(next);
    },
  };
  const triggerProps = {
    ref: anchor,
    type: "button" as const,
    "aria-expanded": open,
    onClick: () => setOpen(!open),
    onPointerEnter: preload,
    onFocus: preload,
  };
  return { floating, triggerProps, setOpen };
}

export function floatingButtonClass({ variant, size, icon, className }: FloatingButtonLook): string {
  return className ?? buttonClass({ variant, size, icon });
}
