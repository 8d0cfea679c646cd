"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** A text to enter elsewhere, exactly so, with the button that copies it. */
export function CopyLine({ label, text, block }: { label: string; text: string; block?: boolean }) {
  if (block) {
    return (
      <div className="min-w-0 rounded-2 border border-line bg-surface-2">
        {/* A field rather than a block of text: what scrolls can be reached by keys. */}
        <textarea
          readOnly
          aria-label={sentence(label)}
          wrap="off"
          spellCheck={false}
          rows={text.split("\n").length}
          value={text}
          className="block w-full resize-none bg-transparent px-2.5 pt-2 pb-1 font-mono text-small"
        />
        <div className="flex justify-end px-1 pb-1">
          <CopyButton label={label} read={() => Promise.resolve(text)} />
        </div>
      </div>
    );
  }
  return (
    <div className="flex min-w-0 items-start gap-2 rounded-2 border border-line bg-surface-2 py-1 pr-1 pl-2.5">
      <code className="min-w-0 flex-1 self-center font-mono text-[0.92em] break-all select-all">{text}</code>
      <CopyButton label={label} read={() => Promise.resolve(text)} />
    </div>
  );
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

export function CopyButton({ label, read }: { label: string; read: () => Promise<string | null> }) {
  const [isCopied, setCopied] = useState(false);
  const Icon = isCopied ? Check : Copy;
  const copy = async () => {
    const text = await read();
    if (text === null) return;
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
      toast({ title: "Not copied", description: "Select the text and copy it yourself.", tone: "bad" });
    }
  };
  return (
    <Button size="sm" variant="ghost" aria-label={`Copy ${label}`} onClick={() => void copy()}>
      <Icon size={13} aria-hidden="true" />
      {isCopied ? "Copied" : "Copy"}
    </Button>
  );
}
