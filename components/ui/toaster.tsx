"use client";

import { useEffect } from "react";
import { Toaster as Sonner, toast as show } from "sonner";
import { type ToastMessage, takeToasts } from "./toast";

/** Draws the messages; `wanted` grows with each one. */
export default function Toaster({ wanted }: { wanted: number }) {
  useEffect(() => {
    if (wanted > 0) takeToasts().forEach(showToast);
  }, [wanted]);
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      visibleToasts={4}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-center gap-3 rounded-3 bg-surface px-3.5 py-2.5 font-sans text-body text-ink shadow-float print:hidden",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-ink-2",
          error: "border-l-2 border-bad",
          success: "border-l-2 border-good",
          actionButton:
            "h-6 shrink-0 rounded-2 border border-line-strong px-2 text-small font-medium hover:bg-surface-2 touch:h-9",
        },
      }}
    />
  );
}

function showToast({ title, description, tone, action }: ToastMessage): void {
  const options = {
    description,
    // An error stays until it is read.
    duration: tone === "bad" ? 12_000 : 5_000,
    action: action ? { label: action.label, onClick: action.run } : undefined,
    icon: null,
  };
  if (tone === "bad") show.error(title, options);
  else if (tone === "good") show.success(title, options);
  else show(title, options);
}
