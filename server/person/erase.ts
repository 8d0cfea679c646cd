import { randomBytes } from "node:crypto";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { apiToken, authUser, invitation, member, memberGrant, person, personHandle } from "@/db/schema";
import { canErasePerson } from "@/domain/access/roster";
import { canGrant } from "@/domain/access/workspace";
import { Conflict, NotFound, PreconditionFailed } from "@/domain/errors";
import { type Identity, type Pseudonym, pseudonymiser, pseudonymOf } from "@/domain/person/pseudonym";
import type { Person } from "@/domain/person/schema";
import { authorise } from "@/server/access";
import { eraseDetails } from "@/server/audit/erase-details";
import { storedDetailsText } from "@/server/audit/hash";
import type { AuditKeys } from "@/server/audit/keys";
import { type Ctx, inTransaction } from "@/server/context";
import { addHandles } from "./identity";
import { knownAs } from "./known-as";
import { mentions, replaceMentions } from "./mentions";
import { readPerson } from "./queries";

type Account = { memberId: string; userId: string; name: string; email: string };

/**
 * Makes a person nobody in particular: a pseudonym takes the place of name, address and logins on the roster, in texts
 * and in the audit trail, and the account is gone. Counts stay right, because the row itself stays.
 */
export function erasePerson(
  ctx: Ctx,
  keys: AuditKeys,
  { id, version }: { id: string; version: number | null },
): Promise<Person> {
  authorise(canErasePerson(ctx.actor), "Erasing a person needs an admin.");
  return inTransaction(ctx, async (tx) => {
    const row = await lockPerson(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    const account = await findAccount(tx, id);
    if (account) await refuseUnlessRemovable(tx, account);
    const identity = await knownAs(tx, row, account);
    const pseudonym = pseudonymOf(randomBytes(3).toString("hex"), identity);
    const actorIds = account ? [account.userId, ...(await tokenIdsOf(tx, account.userId))] : [];
    if (account) await endAccount(tx, account);
    await pseudonymiseRow(tx, row, identity, pseudonym);
    await pseudonymiseLedger(tx, id, pseudonym, account);
    const replace = pseudonymiser(identity, pseudonym);
    await replaceMentions(tx, identity, replace);
    await eraseDetails(tx, keys, {
      personId: id,
      mayName: sql`(${mentions(storedDetailsText, identity)}
        or actor_id = any(${sql.param(actorIds)}::text[]))`,
      replace: (details, actorId) => {
        const isOwn = actorId !== null && actorIds.includes(actorId);
        return {
          actorName: isOwn ? pseudonym.name : String(replace(details.actorName, "actor")),
          address: isOwn ? null : details.address,
          before: replace(details.before),
          after: replace(details.after),
        };
      },
    });
    return readPerson(tx, id);
  });
}

async function lockPerson(ctx: Ctx, id: string): Promise<typeof person.$inferSelect> {
  const [row] = await ctx.db
    .select()
    .from(person)
    .where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, id)))
    .for("no key update");
  if (!row) throw new NotFound("person", id);
  return row;
}

async function findAccount(ctx: Ctx, personId: string): Promise<Account | undefined> {
  const [found] = await ctx.db
    .select({ memberId: member.id, userId: member.userId, name: authUser.name, email: authUser.email })
    .from(member)
    .innerJoin(authUser, eq(authUser.id, member.userId))
    .where(and(eq(member.workspaceId, ctx.workspaceId), eq(member.personId, personId)));
  return found;
}

/** Whoever erases is named by the erasure's own event; and a workspace is never without an owner. */
async function refuseUnlessRemovable(ctx: Ctx, account: Account): Promise<void> {
  const { actor } = ctx;
  const actingUserId = actor.kind === "token" ? actor.userId : actor.kind === "user" ? actor.id : null;
  if (actingUserId === account.userId) {
    throw new Conflict("own-account", "You cannot erase yourself. Ask another admin to do it.");
  }
  const high = await ctx.db
    .select({ memberId: memberGrant.memberId, role: memberGrant.role })
    .from(memberGrant)
    .innerJoin(
      member,
      and(eq(member.workspaceId, memberGrant.workspaceId), eq(member.id, memberGrant.memberId)),
    )
    .where(
      and(
        eq(memberGrant.workspaceId, ctx.workspaceId),
        inArray(memberGrant.role, ["owner", "admin"]),
        isNull(member.deactivatedAt),
      ),
    );
  for (const { role } of high.filter(({ memberId }) => memberId === account.memberId)) {
    authorise(canGrant(actor, { role, teamId: null }), `Erasing an ${role} needs an owner.`);
  }
  const owners = new Set(high.filter(({ role }) => role === "owner").map(({ memberId }) => memberId));
  if (owners.size === 1 && owners.has(account.memberId)) {
    throw new Conflict(
      "last-owner",
      "This person is the workspace's only owner. Make somebody else an owner first.",
    );
  }
}

async function tokenIdsOf(ctx: Ctx, userId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: apiToken.id })
    .from(apiToken)
    .where(and(eq(apiToken.workspaceId, ctx.workspaceId), eq(apiToken.userId, userId)));
  return rows.map(({ id }) => id);
}

/** The place in this workspace and its tokens go; the account itself too, unless another workspace has it. */
async function endAccount(ctx: Ctx, { memberId, userId, email }: Account): Promise<void> {
  const { db, workspaceId } = ctx;
  await db
    .update(invitation)
    .set({ revokedAt: ctx.now })
    .where(
      and(
        eq(invitation.workspaceId, workspaceId),
        sql`lower(${invitation.email}) = ${email.toLowerCase()}`,
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
      ),
    );
  await db.delete(apiToken).where(and(eq(apiToken.workspaceId, workspaceId), eq(apiToken.userId, userId)));
  await db.delete(member).where(and(eq(member.workspaceId, workspaceId), eq(member.id, memberId)));
  const [elsewhere] = await db
    .select({ id: member.id })
    .from(member)
    .where(eq(member.userId, userId))
    .limit(1);
  if (elsewhere === undefined) await db.delete(authUser).where(eq(authUser.id, userId));
}

async function pseudonymiseRow(
  ctx: Ctx,
  row: typeof person.$inferSelect,
  identity: Identity,
  pseudonym: Pseudonym,
): Promise<void> {
  const isNamed = identity.names.includes(row.name);
  await ctx.db
    .update(person)
    .set({
      name: isNamed ? pseudonym.name : row.name,
      email: null,
      erasedAt: ctx.now,
      version: row.version + 1,
      updatedAt: ctx.now,
    })
    .where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, row.id)));
  // Addresses and names said who it was and nothing else; of the logins their number stays.
  const removed = await ctx.db
    .delete(personHandle)
    .where(and(eq(personHandle.workspaceId, ctx.workspaceId), eq(personHandle.personId, row.id)))
    .returning({ kind: personHandle.kind, handle: personHandle.handle });
  const logins = removed.filter(({ kind }) => kind === "login").map(({ handle }) => handle);
  const isReal = (handle: string) => identity.handles.includes(handle);
  await addHandles(
    ctx,
    row.id,
    logins.map((login) => (isReal(login) ? pseudonym.handle(login) : login)),
  );
  await renameReviews(
    ctx,
    row.id,
    new Map(logins.filter(isReal).map((login) => [login, pseudonym.handle(login)])),
  );
}

/** A review is known by its reviewer's login, among others: told again it is still the same one. */
async function renameReviews(ctx: Ctx, personId: string, logins: ReadonlyMap<string, string>): Promise<void> {
  await ctx.db.execute(sql`
    update sign_off s set external_id = t.pseudonym || substr(s.external_id, length(t.login) + 1)
    from unnest(${sql.param([...logins.keys()])}::text[], ${sql.param([...logins.values()])}::text[]) as t (login, pseudonym)
    where s.workspace_id = ${ctx.workspaceId} and s.person_id = ${personId}
      and left(s.external_id, length(t.login) + 1) = t.login || ' '`);
}

/** What is theirs by its author is set at once, however many changes that are; mentions are looked for after. */
async function pseudonymiseLedger(
  ctx: Ctx,
  personId: string,
  pseudonym: Pseudonym,
  account: Account | undefined,
): Promise<void> {
  await ctx.db.execute(sql`
    update change set author_name = ${pseudonym.name}, version = version + 1
    where workspace_id = ${ctx.workspaceId} and author_id = ${personId} and author_name is not null`);
  if (account === undefined) return;
  await ctx.db.execute(sql`
    update sign_off set user_id = null
    where workspace_id = ${ctx.workspaceId} and user_id = ${account.userId}`);
  await ctx.db.execute(sql`
    update break_glass set user_id = null, opened_by = ${pseudonym.name}
    where workspace_id = ${ctx.workspaceId} and user_id = ${account.userId}`);
  await ctx.db.execute(sql`
    update involvement_statement set user_id = null, stated_by = ${pseudonym.name}
    where workspace_id = ${ctx.workspaceId} and user_id = ${account.userId}`);
}
