import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { codeCommit, pullRequest } from "@/db/schema";
import { dayOf } from "@/domain/calendar/day";
import { SAMPLE_WORKSPACE } from "@/domain/sample/company";
import type { OpenRequest } from "@/domain/sample/open-requests";
import { levelAt } from "@/domain/sample/reviewers";
import { samplePolicyAt } from "@/domain/sample/sign-offs";
import { evaluatePolicy } from "@/domain/sign-off/evaluate";
import type { Ctx } from "@/server/context";
import { type RequestRows, requestRow, signOffRow } from "./sign-off-rows";

/** The open pull requests as their host would describe them, with the commit that says what AI did, and their requests. */
export async function askOfOpen(
  ctx: Ctx,
  open: readonly OpenRequest[],
  made: RequestRows,
  services: ReadonlyMap<string, string>,
): Promise<void> {
  const { workspaceId } = ctx;
  const { rows } = await ctx.db.execute<{ id: string; name: string }>(
    sql`select id, name from repository where workspace_id = ${workspaceId}`,
  );
  const repositories = new Map(rows.map(({ id, name }) => [name, id]));
  const told = open.map((one) => ({ ...one, repositoryId: repositories.get(one.repository) ?? "" }));
  await insertRows(
    ctx.db,
    pullRequest,
    told.map((one) => ({
      workspaceId,
      repositoryId: one.repositoryId,
      number: one.number,
      title: one.title,
      body: one.body,
      url: `https://${one.repository}/pull/${one.number}`,
      state: "open" as const,
      authorLogin: one.author.handle,
      headBranch: one.branch,
      headRevision: one.revision,
      baseBranch: "main",
      labels: [],
      reviews: {},
      additions: one.additions,
      deletions: one.deletions,
      files: one.files,
      openedAt: new Date(one.openedMs),
      describedAt: new Date(one.openedMs),
      authorIsBot: false,
    })),
  );
  await insertRows(
    ctx.db,
    codeCommit,
    told.map((one) => ({
      workspaceId,
      repositoryId: one.repositoryId,
      revision: one.revision,
      branch: one.branch,
      message: one.body,
      authorName: one.author.name,
      authorEmail: one.author.email,
      committerName: one.author.name,
      committerEmail: one.author.email,
      notes: [],
      paths: one.paths,
      authoredAt: new Date(one.openedMs),
    })),
  );
  for (const one of told) addOpen(ctx, made, one, services.get(one.service));
}

type Told = OpenRequest & { repositoryId: string };

/** Waits, or is declined; the policy in force now says what for. */
function addOpen(ctx: Ctx, made: RequestRows, one: Told, serviceId: string | undefined): void {
  const policy = samplePolicyAt(ctx.now.getTime());
  if (policy === undefined) return;
  const day = dayOf(ctx.now.getTime(), SAMPLE_WORKSPACE.timeZone);
  const level = levelAt(one.author, day);
  const evaluation = evaluatePolicy({
    policy,
    change: {
      revision: one.revision,
      involvement: "ai",
      aiRole: "wrote-code",
      aiTool: one.tool,
      aiGrade: "trailer",
      kind: "code",
      additions: one.additions,
      deletions: one.deletions,
      files: one.files,
      environment: "production",
      services: [{ slug: one.service }],
      requestedAt: new Date(one.openedMs).toISOString(),
    },
    author: { personId: one.author.id, level, teamId: one.author.teamId },
    approvals: [],
    at: ctx.now.toISOString(),
  });
  const id = uuidv7({ msecs: one.openedMs });
  made.requests.push({
    ...requestRow(ctx, {
      id,
      requestedMs: one.openedMs,
      policyVersion: policy.version,
      evaluation,
      rules: policy.rules,
    }),
    subject: "pull-request",
    changeId: null,
    changeAt: null,
    repositoryId: one.repositoryId,
    pullRequest: one.number,
    state: one.declined === null ? "waiting" : "declined",
    revision: one.revision,
    environment: "production",
    kind: "code",
    title: one.title,
    url: `https://${one.repository}/pull/${one.number}`,
    additions: one.additions,
    deletions: one.deletions,
    files: one.files,
    serviceIds: serviceId === undefined ? [] : [serviceId],
    authorId: one.author.id,
    authorName: one.author.name,
    authorLevel: level,
    authorTeamId: one.author.teamId,
    aiRole: "wrote-code",
    aiTool: one.tool,
    aiGrade: "trailer",
    liveAt: null,
    decidedAt: one.declined === null ? null : new Date(one.declined.atMs),
    assigneeId: one.assignee?.id ?? null,
  });
  made.events.push({
    requestId: id,
    kind: "requested",
    at: new Date(one.openedMs),
    by: one.author.name,
    body: evaluation.reason,
  });
  if (one.declined === null) return;
  const { by, atMs, comment } = one.declined;
  const said = { person: by, level: levelAt(by, day), atMs, comment, decision: "declined" as const };
  made.signOffs.push(signOffRow(ctx, id, one.revision, said));
  made.events.push({ requestId: id, kind: "declined", at: new Date(atMs), by: by.name, body: comment });
}
