import { and, asc, eq, exists, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { member, workspace } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import type { Workspace } from "@/domain/workspace/schema";
import { authoriseReading } from "@/server/access";
import type { Principal } from "@/server/auth/principal";
import type { Ctx } from "@/server/context";

/** One company's data is one workspace; a list beyond this is a mistake. */
const WORKSPACES_MAX = 500;

/** Every workspace: the companies' own first, oldest first, then the sample. */
export async function listWorkspaces(db: Database): Promise<Workspace[]> {
  const rows = await db
    .select()
    .from(workspace)
    .orderBy(asc(workspace.isSample), asc(workspace.createdAt), asc(workspace.slug))
    .limit(WORKSPACES_MAX);
  return rows.map(toWorkspace);
}

/** The workspaces that the caller is an active member of: the companies' own first, oldest first, then the sample. */
export async function listWorkspacesOf(db: Database, principal: Principal): Promise<Workspace[]> {
  const onlyId = principal.kind === "token" ? principal.workspaceId : principal.onlyWorkspaceId;
  const rows = await db
    .select(getTableColumns(workspace))
    .from(workspace)
    .where(
      and(
        onlyId === null ? undefined : eq(workspace.workspaceId, onlyId),
        principal.userId === null ? undefined : isActiveMember(db, principal.userId),
      ),
    )
    .orderBy(asc(workspace.isSample), asc(workspace.createdAt), asc(workspace.slug))
    .limit(WORKSPACES_MAX);
  return rows.map(toWorkspace);
}

function isActiveMember(db: Database, userId: string): SQL {
  const membership = db
    .select({ one: sql`1` })
    .from(member)
    .where(
      and(
        eq(member.workspaceId, workspace.workspaceId),
        eq(member.userId, userId),
        isNull(member.deactivatedAt),
      ),
    );
  return exists(membership);
}

export async function findWorkspaceBySlug(db: Database, slug: string): Promise<Workspace | null> {
  const [row] = await db.select().from(workspace).where(eq(workspace.slug, slug));
  return row ? toWorkspace(row) : null;
}

/** The workspace of an API request that names none: the oldest that is not the sample, or else the oldest. */
export async function findDefaultWorkspace(db: Database): Promise<Workspace | null> {
  const [row] = await db
    .select()
    .from(workspace)
    .orderBy(asc(workspace.isSample), asc(workspace.createdAt), asc(workspace.slug))
    .limit(1);
  return row ? toWorkspace(row) : null;
}

export function getWorkspace(ctx: Pick<Ctx, "db" | "actor" | "workspaceId">): Promise<Workspace> {
  authoriseReading(ctx);
  return readWorkspace(ctx);
}

/** The same for what needs the settings to do its own work. */
export async function readWorkspace(ctx: Pick<Ctx, "db" | "workspaceId">): Promise<Workspace> {
  const [row] = await ctx.db.select().from(workspace).where(eq(workspace.workspaceId, ctx.workspaceId));
  if (!row) throw new NotFound("workspace", ctx.workspaceId);
  return toWorkspace(row);
}

export function toWorkspace(row: typeof workspace.$inferSelect): Workspace {
  return {
    id: row.workspaceId,
    slug: row.slug,
    name: row.name,
    timeZone: row.timeZone,
    sloTarget: row.sloTarget,
    adoptionTarget: row.adoptionTarget,
    levelFractions: {
      major: row.fractionMajor,
      partial: row.fractionPartial,
      degraded: row.fractionDegraded,
    },
    auditRetentionDays: row.auditRetentionDays,
    isSample: row.isSample,
    version: row.version,
  };
}
