import { request } from "@/components/query/client";
import type { PolicyDraft } from "@/domain/sign-off/policy-text";
import type { PolicyReplay } from "@/domain/sign-off/replay-schema";
import type { PolicyState, PolicyVersion } from "@/domain/sign-off/version-schema";

export interface PolicyToSave {
  policy: PolicyDraft;
  reason: string;
  effectiveFrom?: string | undefined;
}

/** Saves the next version, made from `version`; 0 is none. */
export function savePolicy(workspace: string, version: number, body: PolicyToSave): Promise<PolicyVersion> {
  return request<PolicyVersion>("/policy/versions", { workspace, method: "POST", ifMatch: version, body });
}

export function readPolicy(workspace: string): Promise<PolicyState> {
  return request<PolicyState>("/policy", { workspace });
}

export interface ReplayAssumptions {
  months: number;
  hoursPerReviewer: number | undefined;
  cost: { minutes: number; minutesPerHundredLines: number; minutesMax: number } | undefined;
}

export function replayPolicy(
  workspace: string,
  policy: PolicyDraft,
  { months, hoursPerReviewer, cost }: ReplayAssumptions,
): Promise<PolicyReplay> {
  return request<PolicyReplay>("/policy/replay", {
    workspace,
    method: "POST",
    body: { policy, months, hoursPerReviewer, cost },
    idempotencyKey: null,
  });
}
