"use client";

import { lazy, Suspense } from "react";
import { type FloatingButtonLook, floatingButtonClass, useFloating } from "./floating-button";
import type { MenuItem } from "./menu-popup";

const load = () => import("./menu-popup");
const MenuPopup = lazy(load);

/** A button with a menu of actions. The menu is loaded on the first hover or focus, not with the page. */
export function Menu({
  items,
  align,
  ...look
}: FloatingButtonLook & { items: MenuItem[]; align?: "start" | "center" | "end" }) {
  const { floating, triggerProps } = useFloating(load);
  return (
    <>
      <button
        {...triggerProps}
        aria-haspopup="menu"
        aria-label={look.label}
        title={look.icon ? look.label : undefined}
        className={floatingButtonClass(look)}
      >
        {look.trigger}
      </button>
      {floating.open ? (
        <Suspense fallback={null}>
          <MenuPopup floating={floating} align={align} items={items} label={look.label} />
        </Suspense>
      ) : null}
    </>
  );
}
