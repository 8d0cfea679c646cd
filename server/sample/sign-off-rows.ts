import type { InferInsertModel } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { breakGlass, signOff, signOffEvent, signOffRequest } from "@/db/schema";
import { MINUTE_MS } from "@/domain/calendar/zone";
import type { SampleSignOff } from "@/domain/sample/sign-offs";
import type { Evaluation } from "@/domain/sign-off/evaluation";
import type { Rule } from "@/domain/sign-off/policy";
import type { Ctx } from "@/server/context";

export type EventRow = Omit<InferInsertModel<typeof signOffEvent>, "workspaceId" | "id" | "generated">;

/** The rows of the sample's requests as they come together; they are written at the end, table by table. */
export interface RequestRows {
  requests: InferInsertModel<typeof signOffRequest>[];
  signOffs: InferInsertModel<typeof signOff>[];
  events: EventRow[];
  glasses: InferInsertModel<typeof breakGlass>[];
}

/** What every request of the sample has, and what the decision says of it. */
export function requestRow(
  { workspaceId, now }: Ctx,
  given: {
    id: string;
    requestedMs: number;
    policyVersion: number;
    evaluation: Evaluation;
    rules: readonly Rule[];
  },
) {
  const { id, evaluation, policyVersion } = given;
  const { rule, missing } = evaluation;
  const require = given.rules.find((one) => one.id === rule?.id)?.require;
  const requestedAt = new Date(given.requestedMs);
  const within = require?.withinMinutes;
  return {
    workspaceId,
    id,
    policyVersion,
    ruleId: rule?.id ?? "",
    ruleName: rule?.name ?? "",
    mode: rule?.mode ?? ("monitor" as const),
    reason: evaluation.reason,
    holds: evaluation.holds,
    missingApprovals: missing === null ? 0 : missing.approvals === "nobody" ? null : missing.approvals,
    minimumLevel: require?.minimumLevel ?? null,
    approverRole: require?.role ?? null,
    approverTeam: require?.team ?? ("any" as const),
    involvement: "ai" as const,
    agentActionId: null,
    prompterIds: [],
    requestedAt,
    dueAt: within === undefined ? null : new Date(given.requestedMs + within * MINUTE_MS),
    risk: 0,
    generated: true,
    version: 1,
    createdAt: requestedAt,
    updatedAt: now,
  };
}

export function signOffRow(
  { workspaceId }: Ctx,
  requestId: string,
  revision: string | null,
  signed: SampleSignOff & { decision: "approved" | "declined" },
): InferInsertModel<typeof signOff> {
  const at = new Date(signed.atMs);
  return {
    workspaceId,
    requestId,
    id: uuidv7({ msecs: signed.atMs }),
    personId: signed.person.id,
    decision: signed.decision,
    level: signed.level,
    teamId: signed.person.teamId,
    roles: [],
    revision,
    at,
    source: "sample",
    comment: signed.comment,
    recordedAt: at,
    generated: true,
  };
}
