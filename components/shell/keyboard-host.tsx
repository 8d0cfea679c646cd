"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { useAbilities } from "@/components/access/abilities";
import { handleKey, registerShortcut, runCommand } from "./keyboard";
import { places } from "./places";

/** Listens for keys and holds the shortcuts that work on every page. */
export function KeyboardHost({ slug }: { slug: string }) {
  const router = useRouter();
  const go = useEffectEvent((path: string) => router.push(`/${slug}${path}`));
  const { respond, import: imports, seeAudit } = useAbilities();
  useEffect(() => {
    const may = { respond, import: imports, seeAudit };
    const commands = [
      ...(respond ? [{ keys: "c", label: "Log an incident", id: "log-incident" }] : []),
      { keys: "?", label: "Show all keys", id: "show-keys" },
    ];
    const undo = [
      ...commands.map(({ keys, label, id }) =>
        registerShortcut({ keys, label, group: "Anywhere", run: () => runCommand(id) }),
      ),
      ...places
        .filter(({ needs }) => needs === undefined || may[needs])
        .map(({ keys, label, path }) =>
          registerShortcut({ keys, label, group: "Go to", run: () => go(path) }),
        ),
    ];
    window.addEventListener("keydown", handleKey);
    return () => {
      window.removeEventListener("keydown", handleKey);
      for (const remove of undo) remove();
    };
  }, [respond, imports, seeAudit]);
  return null;
}
