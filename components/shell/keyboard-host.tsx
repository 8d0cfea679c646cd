"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { handleKey, registerShortcut, runCommand } from "./keyboard";

const places = [
  { keys: "g o", label: "Overview", path: "" },
  { keys: "g i", label: "Incidents", path: "/incidents" },
  { keys: "g s", label: "Services", path: "/services" },
  { keys: "g p", label: "People", path: "/people" },
];

/** Listens for keys and holds the shortcuts that work on every page. */
export function KeyboardHost({ slug }: { slug: string }) {
  const router = useRouter();
  const go = useEffectEvent((path: string) => router.push(`/${slug}${path}`));
  useEffect(() => {
    const undo = [
      registerShortcut({
        keys: "c",
        label: "Log an incident",
        group: "Anywhere",
        run: () => runCommand("log-incident"),
      }),
      registerShortcut({
        keys: "?",
        label: "Show all keys",
        group: "Anywhere",
        run: () => runCommand("show-keys"),
      }),
      ...places.map(({ keys, label, path }) =>
        registerShortcut({ keys, label, group: "Go to", run: () => go(path) }),
      ),
    ];
    window.addEventListener("keydown", handleKey);
    return () => {
      window.removeEventListener("keydown", handleKey);
      for (const remove of undo) remove();
    };
  }, []);
  return null;
}
