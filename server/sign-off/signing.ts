import { and, eq } from "drizzle-orm";
import { agentAction, signOffEvent, signOffRequest } from "@/db/schema";
import { canSignOff } from "@/domain/access/sign-off";
import { Conflict, Invalid, NotFound } from "@/domain/errors";
import type { SigningRefusal } from "@/domain/sign-off/refusal";
import type { SignOffEventKind } from "@/domain/sign-off/states";
import { authorise } from "@/server/access";
import { staleEdit } from "@/server/audit/stale-edit";
import type { Ctx } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { assessSubjects } from "./assess";
import type { DecidingPolicy } from "./deciding-policy";
import type { RequestRow, SubjectKey } from "./draft";
import { loadSubjects, type Subject } from "./subject";

export interface RequestReference {
  id: string;
  /** Refused where somebody changed the request since; null or absent for any. */
  version?: number | null | undefined;
}

export interface OpenRequest {
  key: SubjectKey;
  request: RequestRow;
  subject: Subject;
  deciding: DecidingPolicy;
}

/**
 * The request with its subject as both stand now, which nobody else signs or assesses until the end of the transaction:
 * what came since the last assessment, such as a push, is taken in first.
 */
export async function openRequest(ctx: Ctx, { id, version }: RequestReference): Promise<OpenRequest> {
  const found = await findRequestRow(ctx, id);
  if (found === null) throw new NotFound("sign-off request", id);
  const key = keyOf(found);
  const [assessed] = await assessSubjects(ctx, [key]);
  const { before, after, deciding } = assessed ?? { before: null, after: null, deciding: null };
  if (before === null || after === null) throw new NotFound("sign-off request", id);
  if (version != null && version !== before.version) {
    throw await staleEdit(ctx, before.version, ["sign-off-request", before.id]);
  }
  if (deciding === null)
    throw new Conflict("nothing-asked", "No policy asks for a sign-off of this any more.");
  const [subject] = await loadSubjects(ctx, [key]);
  if (subject === undefined) throw new NotFound("sign-off request", id);
  return { key, request: after, subject, deciding };
}

async function findRequestRow(ctx: Ctx, id: string): Promise<RequestRow | null> {
  const [row] = await ctx.db
    .select()
    .from(signOffRequest)
    .where(and(eq(signOffRequest.workspaceId, ctx.workspaceId), eq(signOffRequest.id, id)));
  return row ?? null;
}

export function keyOf({ changeId, repositoryId, pullRequest, agentActionId }: RequestRow): SubjectKey {
  if (changeId !== null) return { changeId };
  if (agentActionId !== null) return { agentActionId };
  return { repositoryId: repositoryId ?? "", pullRequest: pullRequest ?? 0 };
}

export const teamIdsOf = ({ services }: Subject) => services.map(({ teamId }) => teamId);

export function authoriseSigning(ctx: Ctx, subject: Subject, what: string): void {
  authorise(
    canSignOff(ctx.actor, { teamIds: teamIdsOf(subject) }),
    `${what} needs the reviewer role for a team whose service it touches.`,
  );
}

export function throwRefusal(refusal: SigningRefusal | null): void {
  if (refusal === null) return;
  const isValue = refusal.code !== "not-final-revision" && refusal.field !== null;
  if (isValue) throw new Invalid(refusal.field, refusal.message, refusal.code);
  throw new Conflict(refusal.code, refusal.message, refusal.field);
}

/** Whoever holds a token may be the very agent that asks, so its action is a matter for a person who is signed in. */
export function refuseTokenForAgent({ actor }: Ctx, { subject, changeId }: RequestRow): void {
  if (subject !== "agent-action" || changeId !== null || actor.kind !== "token") return;
  throw new Conflict(
    "sign-in-needed",
    "An agent's action is decided by a person who is signed in, not with a token: an agent may hold it.",
  );
}

/** An agent's action that nobody decided about in time, or that it reported already, waits for nobody. */
export async function refuseEndedAction(ctx: Ctx, { agentActionId, changeId }: RequestRow): Promise<void> {
  if (agentActionId === null || changeId !== null) return;
  const [action] = await ctx.db
    .select({ state: agentAction.state, expiresAt: agentAction.expiresAt })
    .from(agentAction)
    .where(and(eq(agentAction.workspaceId, ctx.workspaceId), eq(agentAction.id, agentActionId)))
    .for("update");
  if (action === undefined) return;
  const isOpen = action.state === "waiting" || action.state === "approved" || action.state === "declined";
  if (isOpen && action.expiresAt > ctx.now) return;
  throw new Conflict("expired", "The agent's request has ended. It has to ask again.");
}

export async function addEvent(
  ctx: Ctx,
  requestId: string,
  event: { kind: SignOffEventKind; body: string },
): Promise<void> {
  await ctx.db.insert(signOffEvent).values({
    ...event,
    workspaceId: ctx.workspaceId,
    requestId,
    id: idMaker(ctx)(),
    at: ctx.now,
    by: ctx.actor.name,
  });
}
