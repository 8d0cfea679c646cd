"use client";

import { useState } from "react";
import { ApiError, request } from "@/components/query/client";
import type { Repository, RuleApplication } from "@/domain/repository/schema";
import { isSameRules, type PlainRule } from "./rules-draft";

/** What rules would make of what is on record, or have made. */
export type ShownApplication = RuleApplication & { kind: "preview" | "applied" };

interface Problem {
  message: string;
  isConflict: boolean;
}

/** Previews, saves and applies rules, from the version that was opened. */
export function useRulesSave({ workspace, repository }: { workspace: string; repository: Repository }) {
  const [opened, setOpened] = useState(repository);
  const [application, setApplication] = useState<ShownApplication | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  // Another version with the same rules, as after an edit of the settings beside, is no other version of the rules.
  const isSame = isSameRules(opened.pathRules, repository.pathRules);
  const stored = isSame && repository.version > opened.version ? repository : opened;
  const path = `/repositories/${repository.id}`;

  const trying = async <T>(work: () => Promise<T>): Promise<T | null> => {
    setBusy(true);
    setProblem(null);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem({ message: error.message, isConflict: error.status === 412 });
      return null;
    } finally {
      setBusy(false);
    }
  };
  const ask = (isDry: boolean, body: object, ifMatch?: number) =>
    request<RuleApplication>(`${path}/rule-application`, {
      workspace,
      method: "POST",
      query: isDry ? { dryRun: true } : {},
      body,
      ifMatch,
      ...(isDry ? { idempotencyKey: null } : {}),
    });

  return {
    stored,
    application,
    problem,
    isBusy,
    /** What was previewed is no longer what stands in the form. */
    forget: () => setApplication(null),
    preview: (pathRules: readonly PlainRule[]) =>
      trying(async () => setApplication({ ...(await ask(true, { pathRules })), kind: "preview" })),
    /** Answers whether all of it succeeded. */
    send: async (pathRules: readonly PlainRule[], thenApply: boolean): Promise<boolean> => {
      const done = await trying(async () => {
        const saved = isSameRules(pathRules, stored.pathRules)
          ? stored
          : await request<Repository>(path, {
              workspace,
              method: "PATCH",
              body: { pathRules },
              ifMatch: stored.version,
            });
        setOpened(saved);
        setApplication(null);
        if (thenApply) setApplication({ ...(await ask(false, {}, saved.version)), kind: "applied" });
        return true;
      });
      return done === true;
    },
    /** Reads what somebody else stored meanwhile; saving again goes on top of it. */
    reread: () =>
      trying(async () => {
        const found = await request<Repository>(path, { workspace });
        setOpened(found);
        return found;
      }),
  };
}
