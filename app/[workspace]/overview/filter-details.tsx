"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "@/components/ui/class-names";

/** A chip that opens what sets it. The browser opens and closes it by itself; scripts close it on a click elsewhere. */
export function FilterDetails({
  label,
  set,
  children,
}: {
  label: ReactNode;
  set?: boolean;
  children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  const address = `${usePathname()}?${useSearchParams()}`;
  useEffect(() => {
    // A new address means that a choice was made.
    if (details.current && address) details.current.open = false;
  }, [address]);
  useEffect(() => {
    const close = (event: Event) => {
      const inside = event.target instanceof Node && details.current?.contains(event.target);
      const isEscape = event instanceof KeyboardEvent && event.key === "Escape";
      if (details.current?.open && (isEscape || (!inside && event.type === "pointerdown"))) {
        details.current.open = false;
        if (isEscape) details.current.querySelector("summary")?.focus();
      }
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details ref={details} name="overview-filter" className="relative shrink-0">
      <summary
        className={cx(
          "flex h-(--ctl) list-none items-center gap-1.5 rounded-2 border px-2.5 whitespace-nowrap select-none [&::-webkit-details-marker]:hidden",
          set
            ? "border-line-strong bg-surface hover:bg-surface-2"
            : "border-dashed border-control text-ink-2 hover:bg-surface-2 hover:text-ink",
        )}
      >
        {label}
      </summary>
      <div className="absolute top-full left-0 z-30 mt-1 min-w-52 rounded-3 bg-surface shadow-float max-sm:fixed max-sm:inset-x-3 max-sm:top-auto max-sm:bottom-3">
        {children}
      </div>
    </details>
  );
}
