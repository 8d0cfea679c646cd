import { and, eq, not, or, type SQL, sql } from "drizzle-orm";
import { authSession, memberGrant } from "@/db/schema";
import { Invalid } from "@/domain/errors";
import type { GroupRole } from "@/domain/identity-provider/schema";
import type { Ctx } from "@/server/context";
import { openText, sealText } from "@/server/secrets/seal";
import { listTeams } from "@/server/team/queries";

/** What a sealed client secret is bound to: copied to another provider it does not open. */
const secretContext = (workspaceId: string, id: string) =>
  `identity_provider.client_secret ${workspaceId} ${id}`;

export const sealClientSecret = (workspaceId: string, id: string, secret: string | null): string | null =>
  secret === null ? null : sealText(secret, secretContext(workspaceId, id));

export const openClientSecret = (row: {
  workspaceId: string;
  id: string;
  clientSecretSealed: string | null;
}): string | null =>
  row.clientSecretSealed === null
    ? null
    : openText(row.clientSecretSealed, secretContext(row.workspaceId, row.id));

interface StoredGroupRole {
  group: string;
  role: GroupRole["role"];
  teamId: string | null;
}

/** The mapping with its teams by id, each line once. */
export async function storedGroupRoles(
  ctx: Ctx,
  groupRoles: readonly GroupRole[],
): Promise<StoredGroupRole[]> {
  const teams = new Map((await listTeams(ctx)).map(({ id, name }) => [name, id]));
  const stored = groupRoles.map(({ group, role, team }, at) => {
    const teamId = team === null ? null : teams.get(team);
    if (teamId === undefined) {
      throw new Invalid(
        `groupRoles.${at}.team`,
        `There is no team ${team}. Name one of the workspace's teams.`,
      );
    }
    return { group, role, teamId };
  });
  return [...new Map(stored.map((one) => [JSON.stringify(one), one])).values()];
}

/** Ends every session that the provider vouched for. */
export async function endSessionsOf(ctx: Ctx, providerId: string): Promise<void> {
  await ctx.db.delete(authSession).where(eq(authSession.identityProviderId, providerId));
}

/**
 * Takes away the roles that the provider's groups gave, save those that its mapping still names. The next sign-in
 * decides about these; nobody would ever take the others.
 */
export async function withdrawGrants(
  ctx: Ctx,
  providerId: string,
  kept: readonly { role: GroupRole["role"] | "owner"; teamId: string | null }[],
): Promise<void> {
  const isKept: SQL[] = kept.map(
    ({ role, teamId }) =>
      sql`(${memberGrant.role} = ${role} and ${memberGrant.teamId} is not distinct from ${teamId}::uuid)`,
  );
  await ctx.db
    .delete(memberGrant)
    .where(
      and(
        eq(memberGrant.workspaceId, ctx.workspaceId),
        eq(memberGrant.identityProviderId, providerId),
        isKept.length === 0 ? undefined : not(or(...isKept) ?? sql`false`),
      ),
    );
}
