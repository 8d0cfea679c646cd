"use client";

import { useEffect } from "react";

/** Has the server remember the workspace, so that "/" comes back to it. */
export function WorkspaceMemory({ slug, remembered }: { slug: string; remembered: boolean }) {
  useEffect(() => {
    if (remembered) return;
    void fetch("/api/preferences", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ workspace: slug }),
      keepalive: true,
    });
  }, [slug, remembered]);
  return null;
}
