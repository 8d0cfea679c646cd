"use client";

import { useQueryClient } from "@tanstack/react-query";
import { lazy, type RefObject, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { servicesQuery } from "@/components/query/roster";
import { useCommand } from "@/components/shell/keyboard";

const load = () => import("./log-dialog");
const LogDialog = lazy(load);
const signsOfLife = ["pointermove", "pointerdown", "keydown"] as const;

/** Offers "log an incident" everywhere: the key, the top bar and the palette only name the command. */
export function LogIncident({ slug }: { slug: string }) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const early = useRef("");
  useCommand("log-incident", () => setOpen(true));
  useEffect(() => {
    // In an outage the dialog has to be there at the key press: it is fetched at the first sign of a person.
    const ended = new AbortController();
    const prepare = () => {
      ended.abort();
      void load();
      void queryClient.prefetchQuery(servicesQuery(slug));
    };
    for (const sign of signsOfLife) window.addEventListener(sign, prepare, { signal: ended.signal });
    return () => ended.abort();
  }, [queryClient, slug]);
  if (!open) return null;
  return (
    <Suspense fallback={<EarlyKeys typed={early} />}>
      <LogDialog slug={slug} early={early} onClose={() => setOpen(false)} />
    </Suspense>
  );
}

/** Takes what is typed while the dialog is still on its way: no letter is lost, and none acts as the page's key. */
function EarlyKeys({ typed }: { typed: RefObject<string> }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    typed.current = "";
    input.current?.focus();
  }, [typed]);
  return (
    <input
      ref={input}
      data-dialog
      aria-label="Title"
      className="sr-only"
      onChange={(event) => {
        typed.current = event.target.value;
      }}
    />
  );
}
