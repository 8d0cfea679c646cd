import type { Policy } from "@/domain/sign-off/policy";
import { policyWithRegister } from "@/domain/sign-off/register-rule";
import type { Ctx } from "@/server/context";
import type { Policies } from "@/server/policy/in-force";
import type { Draft } from "./draft";

export interface DecidingPolicy {
  /** 0 where only an agent's register asks. */
  version: number;
  policy: Policy;
}

/** The policy that decides about a subject: of when it went live, or of now. Null where nothing can be asked. */
export function decidingPolicy(
  { now }: Pick<Ctx, "now">,
  { wentLiveAt, registerAsks }: Pick<Draft, "wentLiveAt" | "registerAsks">,
  policies: Policies,
): DecidingPolicy | null {
  const found = policies.at(wentLiveAt ?? now);
  if (registerAsks !== null) {
    const policy = policyWithRegister(found?.policy ?? null, registerAsks);
    return { version: found?.version ?? 0, policy };
  }
  return found === null ? null : { version: found.version, policy: found.policy };
}
