"use client";

import { useAbilities } from "@/components/access/abilities";
import { runCommand } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";

export function LogFirstButton() {
  if (!useAbilities().respond) return null;
  return (
    <Button kbd="C" onClick={() => runCommand("log-incident")}>
      Log an incident
    </Button>
  );
}
