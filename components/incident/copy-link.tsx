"use client";

import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Puts the page's address on the clipboard; where the browser refuses, it is shown to be copied by hand. */
export function CopyLink() {
  const copy = async () => {
    const address = window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      toast({ title: "Link copied", tone: "good" });
    } catch {
      toast({ title: "Copy this address", description: address });
    }
  };
  return (
    <Button variant="ghost" onClick={copy} className="max-sm:hidden">
      Copy link
    </Button>
  );
}
