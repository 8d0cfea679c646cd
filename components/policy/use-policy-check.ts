"use client";

import { useEffect, useState } from "react";
import { ApiError, request } from "@/components/query/client";
import type { PolicyDraft } from "@/domain/sign-off/policy-text";

export interface PolicyFault {
  /** Such as "rules.0.require.minimumLevel". */
  path: string;
  message: string;
}

const QUIET_MS = 700;

/** What the server would refuse of a draft, asked once typing rests; nothing is saved. */
export function usePolicyCheck(
  workspace: string,
  draft: PolicyDraft,
  { base, enabled }: { base: number; enabled: boolean },
): readonly PolicyFault[] {
  const [faults, setFaults] = useState<readonly PolicyFault[]>([]);
  useEffect(() => {
    if (!enabled) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      request("/policy/versions", {
        workspace,
        method: "POST",
        query: { dryRun: true },
        body: { policy: draft, reason: "Checked while it is written" },
        ifMatch: base,
        idempotencyKey: null,
        signal: abort.signal,
      }).then(
        () => setFaults([]),
        (error: unknown) => {
          if (!(error instanceof ApiError)) return;
          setFaults(policyFaults(error));
        },
      );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [workspace, draft, base, enabled]);
  return enabled ? faults : [];
}

/** The server's words about the values of a policy, by their paths in it. */
export function policyFaults(error: ApiError): PolicyFault[] {
  const named =
    error.errors.length > 0 ? error.errors : [{ field: error.field ?? "", message: error.message }];
  return named.flatMap(({ field, message }) =>
    field === "policy" || field.startsWith("policy.")
      ? [{ path: field.slice("policy.".length), message }]
      : [],
  );
}

export function faultsOfRule(faults: readonly PolicyFault[], index: number): string[] {
  const prefix = `rules.${index}`;
  return faults.flatMap(({ path, message }) => {
    if (path !== prefix && !path.startsWith(`${prefix}.`)) return [];
    const field = path.slice(prefix.length + 1);
    return [field === "" ? message : `${field}: ${message}`];
  });
}
