"use client";

import { useEffect, useState } from "react";
import { request } from "@/components/query/client";
import type { Severity } from "@/domain/incident/schema";

type FoundIncident = { number: number; title: string; severity: Severity; impactStartedAt: string };
export type IncidentSearch = { state: "idle" | "searching" | "failed" | "done"; found: FoundIncident[] };

const idle: IncidentSearch = { state: "idle", found: [] };
const restMs = 150;

/** Searches incidents by number or title once the typing rests. */
export function useIncidentSearch(slug: string, query: string): IncidentSearch {
  const [search, setSearch] = useState(idle);
  const text = query.trim().replace(/^(inc-|#)(?=\d)/i, "");
  useEffect(() => {
    if (text.length < 2 && !/^\d+$/.test(text)) {
      setSearch(idle);
      return;
    }
    const ended = new AbortController();
    const timer = setTimeout(() => {
      setSearch((last) => ({ ...last, state: "searching" }));
      fetchIncidents(slug, text, ended.signal)
        .then((found) => setSearch({ state: "done", found }))
        .catch(() => {
          if (!ended.signal.aborted) setSearch({ state: "failed", found: [] });
        });
    }, restMs);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [slug, text]);
  return search;
}

async function fetchIncidents(slug: string, text: string, signal: AbortSignal): Promise<FoundIncident[]> {
  const page = await request<{ incidents: FoundIncident[] }>("/incidents", {
    workspace: slug,
    query: { limit: 8, q: text },
    signal,
  });
  return page.incidents;
}
