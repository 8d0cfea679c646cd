import { and, eq, inArray, or } from "drizzle-orm";
import { signOff, signOffRequest } from "@/db/schema";
import type { Ctx } from "@/server/context";
import type { Draft, RequestRow, SignOffRow } from "./draft";

/** What is on record of a subject. */
export interface StoredRequest {
  request: RequestRow | null;
  /** Of the same subject, from before it was known to be one: what is theirs becomes the request's. */
  absorbed: readonly RequestRow[];
  signOffs: readonly SignOffRow[];
}

/** Requests and sign-offs of the subjects, in their order: by change, by request of the host, or by action. */
export async function readRequests(ctx: Ctx, drafts: readonly Draft[]): Promise<StoredRequest[]> {
  const changeIds = drafts.flatMap(({ changeId }) => changeId ?? []);
  const actionIds = drafts.flatMap(({ agentActionId }) => agentActionId ?? []);
  const pulls = drafts.filter(({ pullRequest }) => pullRequest !== null);
  const named = [
    ...(changeIds.length === 0 ? [] : [inArray(signOffRequest.changeId, changeIds)]),
    ...(actionIds.length === 0 ? [] : [inArray(signOffRequest.agentActionId, actionIds)]),
    ...pulls.map(({ repositoryId, pullRequest }) =>
      and(
        eq(signOffRequest.repositoryId, repositoryId ?? ""),
        eq(signOffRequest.pullRequest, pullRequest ?? 0),
      ),
    ),
  ];
  if (named.length === 0) return drafts.map(() => NOTHING);
  const rows = await ctx.db
    .select()
    .from(signOffRequest)
    .where(and(eq(signOffRequest.workspaceId, ctx.workspaceId), or(...named)))
    .orderBy(signOffRequest.createdAt, signOffRequest.id);
  const words = await readSignOffs(
    ctx,
    rows.map(({ id }) => id),
  );
  return drafts.map((draft) => {
    const own = rows.filter((row) => isOf(row, draft));
    const [request, ...absorbed] = own;
    if (request === undefined) return NOTHING;
    return { request, absorbed, signOffs: own.flatMap(({ id }) => words.get(id) ?? []) };
  });
}

const NOTHING: StoredRequest = { request: null, absorbed: [], signOffs: [] };

function isOf(row: RequestRow, draft: Draft): boolean {
  if (draft.changeId !== null && row.changeId === draft.changeId) return true;
  if (draft.agentActionId !== null && row.agentActionId === draft.agentActionId) return true;
  return (
    draft.pullRequest !== null &&
    row.pullRequest === draft.pullRequest &&
    row.repositoryId === draft.repositoryId
  );
}

async function readSignOffs(ctx: Ctx, requestIds: readonly string[]): Promise<Map<string, SignOffRow[]>> {
  const byRequest = new Map<string, SignOffRow[]>();
  if (requestIds.length === 0) return byRequest;
  const rows = await ctx.db
    .select()
    .from(signOff)
    .where(and(eq(signOff.workspaceId, ctx.workspaceId), inArray(signOff.requestId, [...requestIds])))
    .orderBy(signOff.at, signOff.id);
  for (const row of rows) byRequest.set(row.requestId, [...(byRequest.get(row.requestId) ?? []), row]);
  return byRequest;
}
