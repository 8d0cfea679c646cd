"use client";

import { type ReactNode, Suspense, useState } from "react";
import { useShortcut } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";

type Props = {
  /** The key that does the same, in lower case. */
  shortcut: string;
  /** What it does, for the list of keys. */
  does: string;
  /** Fetches the dialog at the first sign that it will be wanted. */
  load: () => Promise<unknown>;
  dialog: (close: () => void) => ReactNode;
  children: ReactNode;
  label?: string;
  size?: "sm";
  /** The page's own action; another one neither stands out nor takes the key. */
  isPrimary?: boolean;
  /** A button inside a panel keeps its key without standing out. */
  isQuiet?: boolean;
};

/** A button, with its key, that opens a dialog which is not part of the page's first load. */
export function DialogButton({
  shortcut,
  does,
  load,
  dialog,
  children,
  label,
  size,
  isPrimary = true,
  isQuiet,
}: Props) {
  const [isOpen, setOpen] = useState(false);
  useShortcut(shortcut, () => setOpen(true), { label: does, enabled: isPrimary });
  const key = isPrimary ? shortcut.toUpperCase() : undefined;
  return (
    <>
      <Button
        variant={isPrimary && !isQuiet ? "primary" : "secondary"}
        size={size}
        kbd={key}
        aria-keyshortcuts={key}
        aria-label={label}
        onClick={() => setOpen(true)}
        onPointerEnter={load}
        onFocus={load}
      >
        {children}
      </Button>
      {isOpen ? <Suspense fallback={null}>{dialog(() => setOpen(false))}</Suspense> : null}
    </>
  );
}

/** "+ Add service", the noun left out where the bar is narrow. */
export function AddLabel({ icon, noun }: { icon: ReactNode; noun: string }) {
  return (
    <>
      {icon}
      <span>
        Add<span className="max-sm:sr-only"> {noun}</span>
      </span>
    </>
  );
}
