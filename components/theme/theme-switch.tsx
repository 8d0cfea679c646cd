"use client";

import { Moon, Sun } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import type { Theme } from "./theme";

/** Applies a theme at once and has the server remember it; "system" forgets the choice. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  window.dispatchEvent(new Event("faultline:theme"));
  void fetch("/api/preferences", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ theme }),
    keepalive: true,
  });
}

function systemTheme(): "light" | "dark" {
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Flips what is shown. Flipping back to what the system shows follows the system again. */
export function flipTheme(): void {
  const shown = document.documentElement.dataset.theme ?? systemTheme();
  const next = shown === "dark" ? "light" : "dark";
  applyTheme(next === systemTheme() ? "system" : next);
}

export function ThemeSwitch() {
  return (
    <button
      type="button"
      className={buttonClass({ variant: "ghost", icon: true })}
      aria-label="Switch light and dark"
      title="Switch light and dark"
      onClick={flipTheme}
    >
      <Moon size={16} strokeWidth={1.5} aria-hidden="true" className="dark:hidden" />
      <Sun size={16} strokeWidth={1.5} aria-hidden="true" className="hidden dark:block" />
    </button>
  );
}
