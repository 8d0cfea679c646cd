"use client";

import { useEffect } from "react";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/states";

export default function WorkspacePageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => console.error(error), [error]);
  return (
    <Page title="Error">
      <ErrorState
        title="This page did not answer"
        requestId={error.digest}
        action={<Button onClick={reset}>Try again</Button>}
      >
        What is stored is not affected. Open incidents and their clocks go on.
      </ErrorState>
    </Page>
  );
}
