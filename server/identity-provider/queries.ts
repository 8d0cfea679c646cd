import { and, asc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { identityProvider, workspace } from "@/db/schema";
import { canKeepIdentityProviders } from "@/domain/access/workspace";
import { NotFound } from "@/domain/errors";
import type { IdentityProvider, SignInProvider } from "@/domain/identity-provider/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { listTeams } from "@/server/team/queries";

const SHOWN_MAX = 100;

export const KEEPING_NEEDS = "Single sign-on is set up by an owner.";

/** The buttons of the sign-in page; it is shown to strangers, so they hold names and nothing else. */
export async function listSignInProviders(db: Database): Promise<SignInProvider[]> {
  const rows = await db
    .select({ id: identityProvider.id, name: identityProvider.name, workspace: workspace.name })
    .from(identityProvider)
    .innerJoin(workspace, eq(workspace.workspaceId, identityProvider.workspaceId))
    .where(eq(identityProvider.enabled, true))
    .orderBy(asc(workspace.createdAt), asc(identityProvider.name), asc(identityProvider.id))
    .limit(SHOWN_MAX);
  return rows.map((row) => ({ ...row, startPath: `/sign-in/sso/${row.id}` }));
}

/** Every provider of the workspace, by name; their secrets stay where they are. */
export async function listIdentityProviders(ctx: Ctx): Promise<IdentityProvider[]> {
  authorise(canKeepIdentityProviders(ctx.actor), KEEPING_NEEDS);
  const rows = await ctx.db
    .select()
    .from(identityProvider)
    .where(eq(identityProvider.workspaceId, ctx.workspaceId))
    .orderBy(asc(identityProvider.name), asc(identityProvider.id))
    .limit(SHOWN_MAX);
  const teams = await teamNames(ctx);
  return rows.map((row) => toIdentityProvider(row, teams));
}

export async function getIdentityProvider(ctx: Ctx, id: string): Promise<IdentityProvider> {
  authorise(canKeepIdentityProviders(ctx.actor), KEEPING_NEEDS);
  return toIdentityProvider(await lockIdentityProvider(ctx, id, { lock: false }), await teamNames(ctx));
}

type ProviderRow = typeof identityProvider.$inferSelect;

/** The row itself, locked for a command that will change it. */
export async function lockIdentityProvider(
  ctx: Ctx,
  id: string,
  { lock = true }: { lock?: boolean } = {},
): Promise<ProviderRow> {
  const query = ctx.db
    .select()
    .from(identityProvider)
    .where(and(eq(identityProvider.workspaceId, ctx.workspaceId), eq(identityProvider.id, id)));
  const [row] = await (lock ? query.for("update") : query);
  if (!row) throw new NotFound("identity provider", id);
  return row;
}

export async function teamNames(ctx: Ctx): Promise<Map<string, string>> {
  return new Map((await listTeams(ctx)).map((team) => [team.id, team.name]));
}

export function toIdentityProvider(row: ProviderRow, teams: ReadonlyMap<string, string>): IdentityProvider {
  const { id, slug, name, issuer, clientId, scopes, groupsClaim, createsMembers, enabled, version } = row;
  return {
    id,
    slug,
    name,
    issuer,
    clientId,
    hasClientSecret: row.clientSecretSealed !== null,
    scopes,
    groupsClaim,
    // A team that is gone gives nothing any more.
    groupRoles: row.groupRoles
      .filter(({ teamId }) => teamId === null || teams.has(teamId))
      .map(({ group, role, teamId }) => ({
        group,
        role,
        team: teamId === null ? null : (teams.get(teamId) ?? null),
      })),
    createsMembers,
    enabled,
    version,
  };
}
