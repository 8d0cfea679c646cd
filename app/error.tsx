"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/states";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => console.error(error), [error]);
  return (
    <main id="main" className="mx-auto flex min-h-[60dvh] max-w-[480px] flex-col justify-center p-6">
      <h1 className="sr-only">Error</h1>
      <ErrorState
        title="This page did not answer"
        requestId={error.digest}
        action={
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        What is stored is not affected. Open incidents and their clocks go on.
      </ErrorState>
    </main>
  );
}
