import { and, eq, sql } from "drizzle-orm";
import { preparedQuery } from "@/db/named-query";
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

/** By what each kind of name finds, one index after the other: asked of all at once, the database would read them all. */
const requestsNamed = preparedQuery((db) => {
  const [workspaceId, changeIds, actionIds, repositoryIds, numbers] = [
    sql.placeholder("workspaceId"),
    sql.placeholder("changeIds"),
    sql.placeholder("actionIds"),
    sql.placeholder("repositoryIds"),
    sql.placeholder("numbers"),
  ];
  return db
    .select({ request: signOffRequest, signOff })
    .from(signOffRequest)
    .leftJoin(
      signOff,
      and(eq(signOff.workspaceId, signOffRequest.workspaceId), eq(signOff.requestId, signOffRequest.id)),
    )
    .where(
      and(
        eq(signOffRequest.workspaceId, workspaceId),
        sql`${signOffRequest.id} in (
          select r.id from sign_off_request r where r.workspace_id = ${workspaceId}
            and r.change_id = any(${changeIds}::uuid[])
          union all select r.id from sign_off_request r where r.workspace_id = ${workspaceId}
            and r.agent_action_id = any(${actionIds}::uuid[])
          union all select r.id from unnest(${repositoryIds}::uuid[], ${numbers}::int[]) as t (repository_id, number)
            join sign_off_request r on r.workspace_id = ${workspaceId} and r.repository_id = t.repository_id
              and r.pull_request = t.number)`,
      ),
    )
    .orderBy(signOffRequest.createdAt, signOffRequest.id, signOff.at, signOff.id)
    .prepare("sign_off_requests_named");
});

/** Requests and sign-offs of the subjects, in their order: by change, by request of the host, or by action. */
export async function readRequests(ctx: Ctx, drafts: readonly Draft[]): Promise<StoredRequest[]> {
  const pulls = drafts.filter(
    ({ repositoryId, pullRequest }) => repositoryId !== null && pullRequest !== null,
  );
  const rows = await requestsNamed(ctx.db).execute({
    workspaceId: ctx.workspaceId,
    changeIds: drafts.flatMap(({ changeId }) => changeId ?? []),
    actionIds: drafts.flatMap(({ agentActionId }) => agentActionId ?? []),
    repositoryIds: pulls.map(({ repositoryId }) => repositoryId),
    numbers: pulls.map(({ pullRequest }) => pullRequest),
  });
  const requests = new Map<string, RequestWithWords>();
  for (const { request, signOff: word } of rows) {
    const known = requests.get(request.id) ?? { request, signOffs: [], place: requests.size };
    requests.set(request.id, known);
    if (word !== null) known.signOffs.push(word);
  }
  const byName = new Map<string, RequestWithWords[]>();
  for (const one of requests.values()) {
    for (const name of namesOf(one.request)) byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return drafts.map((draft) => {
    const found = new Set(namesOf(draft).flatMap((name) => byName.get(name) ?? []));
    const own = [...found].sort((a, b) => a.place - b.place);
    const [first, ...others] = own;
    if (first === undefined) return NOTHING;
    return {
      request: first.request,
      absorbed: others.map(({ request }) => request),
      signOffs: own.flatMap(({ signOffs }) => signOffs),
    };
  });
}

interface RequestWithWords {
  request: RequestRow;
  /** In the order in which they were made: the first is the subject's own. */
  place: number;
  signOffs: SignOffRow[];
}

const NOTHING: StoredRequest = { request: null, absorbed: [], signOffs: [] };

function namesOf({
  changeId,
  agentActionId,
  repositoryId,
  pullRequest,
}: Pick<RequestRow, "changeId" | "agentActionId" | "repositoryId" | "pullRequest">): string[] {
  return [
    ...(changeId === null ? [] : [changeId]),
    ...(agentActionId === null ? [] : [agentActionId]),
    ...(repositoryId === null || pullRequest === null ? [] : [`${repositoryId} ${pullRequest}`]),
  ];
}
