import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authUser, member, memberGrant } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import type { Grant } from "@/domain/access/roles";
import type { Principal } from "@/server/auth/principal";

/** A service token is bound by its scopes alone. */
const SERVICE_GRANTS: readonly Grant[] = [{ role: "admin", teamId: null }];

/** Who the principal is in the workspace, with what they hold there; null for who is no active member of it. */
export async function actorIn(
  db: Database,
  principal: Principal,
  workspaceId: string,
): Promise<Actor | null> {
  if (principal.kind === "session") {
    if (principal.onlyWorkspaceId !== null && principal.onlyWorkspaceId !== workspaceId) return null;
    const found = await activeMember(db, workspaceId, principal.userId);
    if (found === null) return null;
    const { userId: id, name, email } = principal;
    return { kind: "user", id, name, email, personId: found.personId, grants: found.grants };
  }
  if (principal.workspaceId !== workspaceId) return null;
  const token = {
    kind: "token",
    id: principal.tokenId,
    userId: principal.userId,
    scopes: principal.scopes,
    agent: principal.agent,
  } as const;
  if (principal.userId === null) {
    return { ...token, name: principal.name, personId: null, grants: SERVICE_GRANTS };
  }
  const found = await activeMember(db, workspaceId, principal.userId);
  if (found === null) return null;
  const name = `${found.name} (${principal.name})`;
  return { ...token, name, personId: found.personId, grants: found.grants };
}

interface ActiveMember {
  name: string;
  personId: string | null;
  grants: Grant[];
}

/** What the user holds in the workspace now; null for who is no active member. */
export async function activeMember(
  db: Database,
  workspaceId: string,
  userId: string,
): Promise<ActiveMember | null> {
  const rows = await db
    .select({
      name: authUser.name,
      personId: member.personId,
      role: memberGrant.role,
      teamId: memberGrant.teamId,
    })
    .from(member)
    .innerJoin(authUser, eq(authUser.id, member.userId))
    .leftJoin(
      memberGrant,
      and(eq(memberGrant.workspaceId, member.workspaceId), eq(memberGrant.memberId, member.id)),
    )
    .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId), isNull(member.deactivatedAt)));
  const [first] = rows;
  if (!first) return null;
  const grants = rows.flatMap(({ role, teamId }) => (role === null ? [] : [{ role, teamId }]));
  return {
    name: first.name,
    personId: first.personId,
    grants: [{ role: "viewer", teamId: null }, ...grants],
  };
}
