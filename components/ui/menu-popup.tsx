"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import type { Floating } from "./floating-button";
import { Kbd } from "./kbd";

export type MenuItem = {
  id: string;
  label: ReactNode;
  icon?: ReactNode;
  /** The key that does the same. */
  kbd?: string;
  /** Where it goes, or what it does. */
  href?: string;
  onSelect?: () => void;
  /** Offers `href` as a file. */
  download?: string | boolean;
  danger?: boolean;
  disabled?: boolean;
  checked?: boolean;
  /** Draws a line above. */
  separated?: boolean;
};

/** The floating half of a menu: loaded when first needed. */
export default function MenuPopup({
  floating,
  align = "start",
  items,
  label,
}: {
  floating: Floating;
  align?: "start" | "center" | "end";
  items: MenuItem[];
  label?: string;
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
            className="float-fade max-h-(--available-height) min-w-44 overflow-y-auto rounded-3 bg-surface p-1 text-ink shadow-float outline-none"
          >
            {items.map((item) => (
              <Entry key={item.id} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ item }: { item: MenuItem }) {
  const look = cx(
    "flex h-[30px] items-center gap-2 rounded-2 px-2 whitespace-nowrap outline-none select-none touch:h-10",
    "data-highlighted:bg-surface-3 data-disabled:opacity-50",
    item.danger ? "text-bad" : "text-ink",
  );
  const content = (
    <>
      {item.icon ? <span className="flex shrink-0 text-ink-3">{item.icon}</span> : null}
      <span className="min-w-0 truncate">{item.label}</span>
      <span className="ml-auto flex items-center gap-2 pl-4">
        {item.checked ? <Check size={14} aria-label="chosen" className="text-ink-3" /> : null}
        {item.kbd ? <Kbd keys={item.kbd} /> : null}
      </span>
    </>
  );
  return (
    <>
      {item.separated ? <Base.Separator className="-mx-1 my-1 h-px bg-line" /> : null}
      {item.href && item.download !== undefined ? (
        <Base.LinkItem className={look} href={item.href} download={item.download} closeOnClick>
          {content}
        </Base.LinkItem>
      ) : item.href ? (
        <Base.LinkItem className={look} render={<Link href={item.href} />} closeOnClick>
          {content}
        </Base.LinkItem>
      ) : (
        <Base.Item className={look} disabled={item.disabled} onClick={item.onSelect}>
          {content}
        </Base.Item>
      )}
    </>
  );
}
