"use client";

import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { servicesQuery } from "@/components/query/roster";
import { useCommand } from "@/components/shell/keyboard";

const load = () => import("./log-dialog");
const LogDialog = lazy(load);

/** Offers "log an incident" everywhere: the key, the top bar and the palette only name the command. */
export function LogIncident({ slug }: { slug: string }) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  useCommand("log-incident", () => setOpen(true));
  useEffect(() => {
    // In an outage the dialog has to be there at the key press, so it is fetched once the page has come to rest.
    const timer = setTimeout(() => {
      void load();
      void queryClient.prefetchQuery(servicesQuery(slug));
    }, 2000);
    return () => clearTimeout(timer);
  }, [queryClient, slug]);
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <LogDialog slug={slug} onClose={() => setOpen(false)} />
    </Suspense>
  );
}
