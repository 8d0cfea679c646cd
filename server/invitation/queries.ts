import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authUser, invitation, person, team, workspace } from "@/db/schema";
import type { Grant } from "@/domain/access/roles";
import { canGrant, canKeepMembers } from "@/domain/access/workspace";
import { Conflict, NotFound } from "@/domain/errors";
import type { Invitation, InvitationPreview } from "@/domain/invitation/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { activeMember } from "@/server/member/actor";
import { hashInvitationToken, isInvitationToken } from "./invitation-token";

/** More open invitations than this are a mistake; `createInvitation` refuses the next one. */
export const INVITATIONS_MAX = 1_000;
export const INVITING_NEEDS = "Inviting people needs an admin.";

type InvitationRow = typeof invitation.$inferSelect;

/** The invitations that nobody has accepted or revoked, newest first; expired ones are marked. */
export async function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  authorise(canKeepMembers(ctx.actor), INVITING_NEEDS);
  return selectInvitations(ctx, undefined);
}

/** Part of the commands and queries here. */
export async function selectInvitations(ctx: Ctx, condition: SQL | undefined): Promise<Invitation[]> {
  const rows = await ctx.db
    .select({ row: invitation, personName: person.name })
    .from(invitation)
    .leftJoin(person, and(eq(person.workspaceId, invitation.workspaceId), eq(person.id, invitation.personId)))
    .where(
      and(
        eq(invitation.workspaceId, ctx.workspaceId),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
        condition,
      ),
    )
    .orderBy(desc(invitation.createdAt), desc(invitation.id))
    .limit(INVITATIONS_MAX);
  const names = await teamNames(
    ctx.db,
    ctx.workspaceId,
    rows.flatMap(({ row }) => row.grants),
  );
  return rows.map(({ row, personName }) => ({
    id: row.id,
    email: row.email,
    grants: wireGrants(row.grants, names),
    person: row.personId === null || personName === null ? null : { id: row.personId, name: personName },
    invitedBy: row.invitedBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    expired: row.expiresAt <= ctx.now,
  }));
}

async function teamNames(
  db: Database,
  workspaceId: string,
  grants: readonly Grant[],
): Promise<Map<string, string>> {
  const ids = [...new Set(grants.flatMap(({ teamId }) => teamId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(and(eq(team.workspaceId, workspaceId), inArray(team.id, ids)));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A team that is gone since gives nothing any more. */
function wireGrants(grants: readonly Grant[], names: ReadonlyMap<string, string>): Invitation["grants"] {
  return grants
    .filter(({ teamId }) => teamId === null || names.has(teamId))
    .map(({ role, teamId }) => ({ role, team: teamId === null ? null : (names.get(teamId) ?? null) }));
}

/** The invitation of a token while it can be accepted; else says why it cannot. Locked for whoever accepts it. */
export async function openInvitation(
  { db, now }: { db: Database; now: Date },
  token: string,
  { lock }: { lock: boolean },
): Promise<InvitationRow> {
  if (!isInvitationToken(token)) throw noInvitation();
  const query = db
    .select()
    .from(invitation)
    .where(eq(invitation.tokenHash, hashInvitationToken(token)));
  const [row] = await (lock ? query.for("update") : query);
  if (!row) throw noInvitation();
  if (row.acceptedAt !== null) {
    throw new Conflict("invitation-used", "This invitation was accepted already. Sign in with that account.");
  }
  if (row.revokedAt !== null) {
    throw new Conflict("invitation-revoked", "This invitation was revoked. Ask an admin for another one.");
  }
  if (row.expiresAt <= now) {
    throw new Conflict("invitation-expired", "This invitation has expired. Ask an admin for another one.");
  }
  if (!(await mayStillInvite(db, row))) {
    throw new Conflict(
      "invitation-void",
      "Whoever sent this invitation may not give these roles any more. Ask an admin for another one.",
    );
  }
  return row;
}

/** An invitation stands on its inviter's right: it ends when they leave or lose the role. */
async function mayStillInvite(db: Database, { workspaceId, invitedByUserId, grants }: InvitationRow) {
  if (invitedByUserId === null) return true;
  const inviter = await activeMember(db, workspaceId, invitedByUserId);
  if (inviter === null) return false;
  const actor = { kind: "user", id: invitedByUserId, email: "", ...inviter } as const;
  return canKeepMembers(actor) && grants.every((grant) => canGrant(actor, grant));
}

function noInvitation(): NotFound {
  return new NotFound("invitation", "of this link");
}

/** What an invitation says to whoever has its link. */
export async function previewInvitation(
  { db, now }: { db: Database; now: Date },
  token: string,
): Promise<InvitationPreview> {
  const row = await openInvitation({ db, now }, token, { lock: false });
  const [found] = await db
    .select({ slug: workspace.slug, name: workspace.name })
    .from(workspace)
    .where(eq(workspace.workspaceId, row.workspaceId));
  if (!found) throw noInvitation();
  return {
    workspace: found,
    email: row.email,
    invitedBy: row.invitedBy,
    grants: wireGrants(row.grants, await teamNames(db, row.workspaceId, row.grants)),
    expiresAt: row.expiresAt.toISOString(),
    accountExists: (await findAccount(db, row.email)) !== null,
  };
}

export interface Account {
  id: string;
  name: string;
  email: string;
}

/** Whoever signs in with the address, in whatever case it is written. */
export async function findAccount(db: Database, email: string): Promise<Account | null> {
  const [row] = await db
    .select({ id: authUser.id, name: authUser.name, email: authUser.email })
    .from(authUser)
    .where(eq(sql`lower(${authUser.email})`, email.toLowerCase()));
  return row ?? null;
}
