"use client";

import { Button } from "@/components/ui/button";

export function PrintButton() {
  return (
    <Button
      variant="ghost"
      className="max-sm:hidden [@media(scripting:none)]:hidden"
      onClick={() => window.print()}
    >
      Print
    </Button>
  );
}
