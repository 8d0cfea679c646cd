import { and, eq, ne } from "drizzle-orm";
import { member, person } from "@/db/schema";
import type { Grant } from "@/domain/access/roles";
import { canKeepMembers } from "@/domain/access/workspace";
import { Conflict, Forbidden, Invalid, PreconditionFailed } from "@/domain/errors";
import { grantChanges } from "@/domain/member/grants";
import type { GrantInput, Member, MemberEdit } from "@/domain/member/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { type LoadedMember, loadMember } from "./load";
import { getMember, KEEPING_MEMBERS_NEEDS } from "./queries";
import { authoriseGrants, readGrants, refuseOwnerless, replaceGrants } from "./stored-grants";

/** Changes what a member may, who they are on the roster, and whether they have access at all; in effect at once. */
export function editMember(
  ctx: Ctx,
  { id, version, edit }: { id: string; version: number | null; edit: MemberEdit },
): Promise<Member> {
  authorise(canKeepMembers(ctx.actor), KEEPING_MEMBERS_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const loaded = await loadMember(tx, id);
    if (version !== null && version !== loaded.row.version) throw new PreconditionFailed(loaded.row.version);
    const before = await getMember(tx, id);
    if (edit.grants !== undefined) await setGrants(tx, loaded, edit.grants);
    if (edit.active !== undefined) authoriseActivity(tx, loaded, edit.active);
    if (edit.personId) await refuseTied(tx, id, edit.personId);
    await tx.db
      .update(member)
      .set({
        ...(edit.personId === undefined ? {} : { personId: edit.personId }),
        ...(edit.active === undefined ? {} : { deactivatedAt: endOf(tx, loaded, edit.active) }),
        version: loaded.row.version + 1,
        updatedAt: tx.now,
      })
      .where(and(eq(member.workspaceId, tx.workspaceId), eq(member.id, id)));
    if (loaded.isActiveOwner) await refuseOwnerless(tx);
    const after = await getMember(tx, id);
    await recordAudit(tx, { action: "member.edit", objectKind: "member", objectId: id, before, after });
    return after;
  });
}

async function setGrants(ctx: Ctx, loaded: LoadedMember, given: readonly GrantInput[]): Promise<void> {
  const wanted = await readGrants(ctx, given);
  const changes = grantChanges(loaded.byHand, wanted);
  authoriseGrants(ctx.actor, [...changes.given, ...changes.taken]);
  if (loaded.isSelf && changes.given.some((grant) => !isHeldAlready(loaded, grant))) {
    throw new Forbidden("Nobody gives themselves a role. Ask another admin or owner for it.");
  }
  await replaceGrants(ctx, loaded.row.id, wanted);
}

/** Of a role for the whole workspace somebody may keep a part: that raises nothing. */
function isHeldAlready({ grants }: LoadedMember, wanted: Grant): boolean {
  return grants.some(
    ({ role, teamId }) =>
      role === "owner" || (role === wanted.role && (teamId === null || teamId === wanted.teamId)),
  );
}

function authoriseActivity(ctx: Ctx, { row, grants, isSelf }: LoadedMember, active: boolean): void {
  if (active === (row.deactivatedAt === null)) return;
  if (!isSelf) authoriseGrants(ctx.actor, grants);
}

function endOf(ctx: Ctx, { row }: LoadedMember, active: boolean): Date | null {
  return active ? null : (row.deactivatedAt ?? ctx.now);
}

/** One person of the roster is one user, so that a sign-off is one person's. */
async function refuseTied(ctx: Ctx, memberId: string, personId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ onRoster: person.onRoster })
    .from(person)
    .where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, personId)))
    .for("key share");
  if (!found?.onRoster) throw new Invalid("personId", "There is no such person on the roster.");
  const [other] = await ctx.db
    .select({ id: member.id })
    .from(member)
    .where(
      and(eq(member.workspaceId, ctx.workspaceId), eq(member.personId, personId), ne(member.id, memberId)),
    );
  if (!other) return;
  throw new Conflict(
    "person-taken",
    "Another member is this person already. Untie that one first, or choose somebody else.",
    "personId",
  );
}
