"use client";

import { useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { issuerProblem } from "@/domain/identity-provider/issuer";
import type { Discovery } from "@/domain/identity-provider/schema";

type Outcome = { issuer: string; found: Discovery } | { issuer: string; failed: string };

/** Asks the issuer for its metadata, and says what keeps Faultline from using it. */
export function DiscoveryCheck({
  workspace,
  issuer,
  hasClientSecret,
}: {
  workspace: string;
  issuer: string;
  hasClientSecret: boolean;
}) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    const wrong = issuerProblem(issuer);
    if (wrong !== null) return setOutcome({ issuer, failed: wrong });
    setAsking(true);
    try {
      const found = await request<Discovery>("/identity-providers/discovery", {
        workspace,
        method: "POST",
        body: { issuer, hasClientSecret },
        idempotencyKey: null,
      });
      setOutcome({ issuer, found });
    } catch (error) {
      setOutcome({ issuer, failed: error instanceof ApiError ? error.message : "Faultline did not answer." });
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className="flex flex-col items-start gap-1">
      <Button
        size="sm"
        aria-disabled={isAsking || undefined}
        onClick={() => (isAsking ? undefined : void ask())}
      >
        {isAsking ? "Asking the provider" : "Test discovery"}
      </Button>
      <div role="status" className="text-small">
        {/* What was said of another issuer says nothing of this one. */}
        {outcome !== null && outcome.issuer === issuer ? <OutcomeText outcome={outcome} /> : null}
      </div>
    </div>
  );
}

function OutcomeText({ outcome }: { outcome: Outcome }) {
  if ("failed" in outcome) return <p className="text-bad">{outcome.failed}</p>;
  const { usable, problems, notes, algorithms } = outcome.found;
  return (
    <>
      {usable ? (
        <p className="text-good">
          The provider answers and can be used. It signs with {algorithms.join(", ")}.
        </p>
      ) : null}
      {problems.map((problem) => (
        <p key={problem} className="break-words text-bad">
          {problem}
        </p>
      ))}
      {notes.map((note) => (
        <p key={note} className="text-ink-2">
          {note}
        </p>
      ))}
    </>
  );
}
