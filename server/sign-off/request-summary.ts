import { and, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { person, repository, signOffRequest } from "@/db/schema";
import type { SignOffRequest } from "@/domain/sign-off/request-schema";
import type { Ctx } from "@/server/context";
import type { RequestRow } from "./draft";

const author = alias(person, "author");
const assignee = alias(person, "assignee");

export interface RequestSummaryRow {
  row: RequestRow;
  repository: string | null;
  /** Names as they are today. */
  author: string | null;
  assignee: string | null;
  prompters: SignOffRequest["prompters"];
  services: SignOffRequest["services"];
}

/** Requests with the names that lists show; the caller gives condition, order and limit. */
export async function selectRequests(
  ctx: Ctx,
  { where, orderBy, limit }: { where: SQL | undefined; orderBy: SQL[]; limit: number },
): Promise<RequestSummaryRow[]> {
  return await ctx.db
    .select({
      row: signOffRequest,
      repository: repository.name,
      author: author.name,
      assignee: assignee.name,
      prompters: sql<SignOffRequest["prompters"]>`coalesce((
        select json_agg(json_build_object('personId', p.id, 'name', p.name)
          order by array_position(${signOffRequest.prompterIds}, p.id))
        from person p where p.workspace_id = ${signOffRequest.workspaceId}
          and p.id = any(${signOffRequest.prompterIds})), '[]')`,
      services: sql<SignOffRequest["services"]>`coalesce((
        select json_agg(json_build_object('slug', s.slug, 'name', s.name) order by s.slug)
        from service s where s.workspace_id = ${signOffRequest.workspaceId}
          and s.id = any(${signOffRequest.serviceIds})), '[]')`,
    })
    .from(signOffRequest)
    .leftJoin(
      repository,
      and(
        eq(repository.workspaceId, signOffRequest.workspaceId),
        eq(repository.id, signOffRequest.repositoryId),
      ),
    )
    .leftJoin(
      author,
      and(eq(author.workspaceId, signOffRequest.workspaceId), eq(author.id, signOffRequest.authorId)),
    )
    .leftJoin(
      assignee,
      and(eq(assignee.workspaceId, signOffRequest.workspaceId), eq(assignee.id, signOffRequest.assigneeId)),
    )
    .where(and(eq(signOffRequest.workspaceId, ctx.workspaceId), where))
    .orderBy(...orderBy)
    .limit(limit);
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** A request as it goes over the wire. Overdue it is as of now: time passing needs nobody to write it down. */
export function requestSummary({ now }: Pick<Ctx, "now">, found: RequestSummaryRow): SignOffRequest {
  const { row } = found;
  const isOpen = row.state === "waiting" || row.state === "declined" || row.state === "missing";
  const authorName = found.author ?? row.authorName;
  return {
    id: row.id,
    subject: row.subject,
    state: row.state,
    isOverdue: isOpen && row.dueAt !== null && row.dueAt < now,
    holds: row.holds,
    policyVersion: row.policyVersion,
    rule: { id: row.ruleId, name: row.ruleName, mode: row.mode },
    reason: row.reason,
    missingApprovals: row.missingApprovals,
    minimumLevel: row.minimumLevel,
    approverRole: row.approverRole,
    approverTeam: row.approverTeam,
    changeId: row.changeId,
    repository: found.repository,
    pullRequest: row.pullRequest,
    agentActionId: row.agentActionId,
    revision: row.revision,
    environment: row.environment,
    kind: row.kind as SignOffRequest["kind"],
    title: row.title,
    url: row.url,
    additions: row.additions,
    deletions: row.deletions,
    files: row.files,
    services: found.services,
    author: authorName === null ? null : { personId: row.authorId, name: authorName, level: row.authorLevel },
    prompters: found.prompters,
    involvement: row.involvement,
    ai: row.involvement === "ai" ? { role: row.aiRole, tool: row.aiTool, grade: row.aiGrade } : null,
    requestedAt: row.requestedAt.toISOString(),
    dueAt: iso(row.dueAt),
    liveAt: iso(row.liveAt),
    decidedAt: iso(row.decidedAt),
    assignee: named(row.assigneeId, found.assignee),
    risk: row.risk,
    generated: row.generated,
    version: row.version,
  };
}

function named(personId: string | null, name: string | null) {
  return personId === null || name === null ? null : { personId, name };
}
