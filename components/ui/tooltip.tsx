"use client";

import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";

const load = () => import("./tooltip-popup");
const TooltipPopup = lazy(load);
const delayMs = 400;

/** Follows pointer, focus and Escape on an element, and says whether its tooltip should show. */
function watch(element: HTMLElement, setOpen: (open: boolean) => void): () => void {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (afterMs: number) => {
    void load();
    clearTimeout(timer);
    timer = setTimeout(() => setOpen(true), afterMs);
  };
  const hide = () => {
    clearTimeout(timer);
    setOpen(false);
  };
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, listener, { signal: ended.signal });
  on("pointerenter", (event) => event.pointerType === "mouse" && show(delayMs));
  on("pointerleave", hide);
  on("pointerdown", hide);
  on("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible")) show(0);
  });
  on("focusout", hide);
  on("keydown", (event) => event.key === "Escape" && hide());
  return () => {
    clearTimeout(timer);
    ended.abort();
  };
}

/**
 * A line that floats at something on hover or focus. It repeats or explains: whatever it wraps keeps its own name, and
 * nothing is said in a tooltip alone.
 */
export function Tooltip({
  label,
  children,
  className,
}: {
  label: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => (anchor.current ? watch(anchor.current, setOpen) : undefined), []);
  return (
    <span ref={anchor} className={className ?? "inline-flex"}>
      {children}
      {open ? (
        <Suspense fallback={null}>
          <TooltipPopup anchor={anchor} label={label} />
        </Suspense>
      ) : null}
    </span>
  );
}
