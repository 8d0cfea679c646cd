"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "./client";

const FRESH_MS = 30_000;

/** React Query for the pages of a workspace. What the server rendered counts as fresh for a while. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
      mutations: { retry: (failures, error) => failures < 2 && isWorthRetrying(error) },
    },
  });
}

/** A refusal stays a refusal; only a server that was busy or away may answer differently. */
function isWorthRetrying(error: Error): boolean {
  return error instanceof ApiError && (error.status === 503 || error.status === 0);
}
