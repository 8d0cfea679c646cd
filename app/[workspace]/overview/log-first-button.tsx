"use client";

import { runCommand } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";

export function LogFirstButton() {
  return (
    <Button kbd="C" onClick={() => runCommand("log-incident")}>
      Log an incident
    </Button>
  );
}
