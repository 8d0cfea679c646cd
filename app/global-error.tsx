"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/states";
import "./globals.css";

export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => console.error(error), [error]);
  return (
    <html lang="en">
      <body>
        <title>Error · Faultline</title>
        <main className="mx-auto flex min-h-dvh max-w-[480px] flex-col justify-center p-6">
          <h1 className="sr-only">Error</h1>
          <ErrorState
            title="Faultline did not answer"
            requestId={error.digest}
            // A form asks again by itself where this page's scripts do not run.
            action={
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  reset();
                }}
              >
                <Button variant="primary" type="submit">
                  Try again
                </Button>
              </form>
            }
          >
            What is stored is not affected.
          </ErrorState>
        </main>
      </body>
    </html>
  );
}
