"use client";

import { Plus, Search } from "lucide-react";
import { useAbilities } from "@/components/access/abilities";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { runCommand } from "./keyboard";
import { navigationId } from "./navigation-id";

/** Looks like a search field and opens the palette. */
export function PaletteButton() {
  return (
    <button
      type="button"
      // The navigation's popover would lie above the palette.
      popoverTarget={navigationId}
      popoverTargetAction="hide"
      onClick={() => runCommand("open-palette")}
      className="mb-2.5 flex h-(--ctl) items-center gap-2 rounded-2 border border-line-strong bg-surface pr-1.5 pl-2 text-ink-3 hover:bg-surface-2"
    >
      <Search size={14} strokeWidth={1.6} aria-hidden="true" />
      Find or do
      <Kbd keys="mod+K" className="ml-auto" />
    </button>
  );
}

export function LogIncidentButton({ primary }: { primary?: boolean }) {
  if (!useAbilities().respond) return null;
  return (
    <Button
      variant={primary ? "primary" : "secondary"}
      kbd="C"
      aria-keyshortcuts="C"
      onClick={() => runCommand("log-incident")}
    >
      <Plus size={14} strokeWidth={1.8} aria-hidden="true" />
      <span>
        Log<span className="max-sm:sr-only"> incident</span>
      </span>
    </Button>
  );
}
