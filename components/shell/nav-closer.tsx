"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** Closes the navigation's popover after a move to another page and when the window grows past its breakpoint. */
export function NavCloser({ popoverId }: { popoverId: string }) {
  const path = usePathname();
  useEffect(() => {
    if (path) hide(popoverId);
  }, [path, popoverId]);
  useEffect(() => {
    const wide = window.matchMedia("(min-width: 1000px)");
    const close = () => hide(popoverId);
    wide.addEventListener("change", close);
    return () => wide.removeEventListener("change", close);
  }, [popoverId]);
  return null;
}

function hide(id: string) {
  const element = document.getElementById(id);
  if (element?.matches(":popover-open")) element.hidePopover();
}
