"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";

/** A text to take away, with the button that copies it; where the browser refuses to, the text is selected by a click. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const [isCopied, setCopied] = useState(false);
  const Icon = isCopied ? Check : Copy;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div className="flex items-start gap-2 rounded-2 border border-line bg-surface-2 p-2 max-sm:flex-col">
      <output
        aria-label={label}
        className="min-w-0 flex-1 self-center px-1 font-mono text-[0.92em] break-all select-all"
      >
        {text}
      </output>
      <Button variant="primary" onClick={() => void copy()} className="max-sm:w-full">
        <Icon size={14} aria-hidden="true" />
        {isCopied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
