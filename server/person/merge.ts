import { and, eq, inArray, sql } from "drizzle-orm";
import { person, personLevel } from "@/db/schema";
import { canSeePersonFigures } from "@/domain/access/reading";
import { canKeepRoster } from "@/domain/access/roster";
import { Conflict, Invalid, NotFound } from "@/domain/errors";
import type { MergeInput, MergePreview, PersonIdentity } from "@/domain/person/identity-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import { type Ctx, inTransaction } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";
import { readIdentity } from "./identities";
import { moveIdentity, refreshAuthorLevels } from "./move-identity";
import { ALWAYS_BEFORE } from "./queries";

type PersonRow = typeof person.$inferSelect;

interface MergeCommand extends MergeInput {
  /** The person who goes. */
  id: string;
  version?: number | null;
}

/** Makes two records of one person one. The one that goes is gone: nothing tells afterwards what was whose. */
export function mergePeople(ctx: Ctx, command: MergeCommand): Promise<PersonIdentity> {
  authorise(canKeepRoster(ctx.actor), "Merging people needs the admin role.");
  return inTransaction(ctx, async (tx) => {
    const { from, into } = await lockBoth(tx, command.id, command.into);
    if (command.version != null && command.version !== from.version) {
      throw await staleEdit(tx, from.version, ["person", from.id]);
    }
    const accounts = await accountsOf(tx, from.id, into.id);
    const refusal = refusalOf(from, into, accounts);
    if (refusal) throw new Conflict(refusal.code, refusal.message, "into");
    const email = emailThatStays(from, into, command.email);
    const before = { from: await readIdentity(tx, from.id), into: await readIdentity(tx, into.id) };
    await moveLevels(tx, from, into);
    await moveIdentity(tx, from.id, into.id);
    await tx.db.delete(person).where(isPerson(tx, from.id));
    await keepEmail(tx, into, email);
    const after = await readIdentity(tx, into.id);
    await recordAudit(tx, {
      action: "person.merge",
      objectKind: "person",
      objectId: into.id,
      before,
      after,
    });
    return after;
  });
}

/** What a merge would move, and whether it can be done. */
export async function previewMerge(
  ctx: Ctx,
  { id, into: intoId }: { id: string; into: string },
): Promise<MergePreview> {
  authorise(canKeepRoster(ctx.actor), "Merging people needs the admin role.");
  const rows = await ctx.db
    .select()
    .from(person)
    .where(isOneOf(ctx, [id, intoId]));
  const { from, into } = bothOf(rows, id, intoId);
  const accounts = await accountsOf(ctx, from.id, into.id);
  const counts = await countsOf(ctx, from, into);
  return {
    from: await readIdentity(ctx, from.id),
    into: await readIdentity(ctx, into.id),
    changes: counts.changes,
    changesWithoutLevel: counts.without_level,
    daysOfAiUse: canSeePersonFigures(ctx.actor, from.id) ? counts.days : null,
    account: accounts.has(from.id),
    emails: emailsToChoose(from, into),
    refusal: refusalOf(from, into, accounts)?.message ?? null,
  };
}

const isPerson = (ctx: Ctx, id: string) => and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, id));
const isOneOf = (ctx: Ctx, ids: string[]) =>
  and(eq(person.workspaceId, ctx.workspaceId), inArray(person.id, ids));

async function lockBoth(ctx: Ctx, fromId: string, intoId: string) {
  const rows = await ctx.db
    .select()
    .from(person)
    .where(isOneOf(ctx, [fromId, intoId]))
    .orderBy(person.id)
    .for("update");
  return bothOf(rows, fromId, intoId);
}

function bothOf(rows: readonly PersonRow[], fromId: string, intoId: string) {
  const from = rows.find(({ id }) => id === fromId);
  const into = rows.find(({ id }) => id === intoId);
  if (!from) throw new NotFound("person", fromId);
  if (!into) throw new Invalid("into", `No person ${intoId} in this workspace.`, "person-not-found");
  if (from === into)
    throw new Invalid("into", "Somebody cannot be merged into themselves. Name another person.");
  return { from, into };
}

async function accountsOf(ctx: Ctx, ...ids: string[]): Promise<Set<string>> {
  const result = await ctx.db.execute<{ person_id: string }>(sql`
    select person_id from member
    where workspace_id = ${ctx.workspaceId} and person_id = any(${sql.param(ids)}::uuid[])`);
  return new Set(result.rows.map(({ person_id }) => person_id));
}

function refusalOf(
  from: PersonRow,
  into: PersonRow,
  accounts: ReadonlySet<string>,
): { code: string; message: string } | null {
  if (from.erasedAt !== null || into.erasedAt !== null) {
    return {
      code: "person-erased",
      message: "An erased person is nobody in particular and cannot be merged.",
    };
  }
  if (from.onRoster && !into.onRoster) {
    return {
      code: "not-on-roster",
      message: `${from.name} is on the roster and ${into.name} is not: merge ${into.name} into ${from.name}.`,
    };
  }
  if (accounts.size === 2) {
    return {
      code: "two-accounts",
      message: `${from.name} and ${into.name} each have an account here. Deactivate one under Members and free it of its person first.`,
    };
  }
  return null;
}

function emailsToChoose(from: PersonRow, into: PersonRow): string[] {
  if (!from.onRoster || from.email === null || into.email === null) return [];
  return from.email.toLowerCase() === into.email.toLowerCase() ? [] : [into.email, from.email];
}

function emailThatStays(from: PersonRow, into: PersonRow, chosen: string | undefined): string | null {
  const choices = emailsToChoose(from, into);
  if (choices.length === 0) return into.email ?? from.email;
  if (chosen === undefined) {
    throw new Conflict(
      "emails-differ",
      `Both are on the roster with an address: say in email whether ${choices.join(" or ")} stays. The other is kept as a handle.`,
      "email",
    );
  }
  const stays = choices.find((one) => one.toLowerCase() === chosen.toLowerCase());
  if (stays === undefined) throw new Invalid("email", `Give ${choices.join(" or ")}.`);
  return stays;
}

/** Levels of somebody without any come from whoever had them: a level is never guessed from two. */
async function moveLevels(ctx: Ctx, from: PersonRow, into: PersonRow): Promise<void> {
  const isOf = (id: string) =>
    and(eq(personLevel.workspaceId, ctx.workspaceId), eq(personLevel.personId, id));
  const [own] = await ctx.db.select().from(personLevel).where(isOf(into.id)).limit(1);
  if (own) return;
  await ctx.db.update(personLevel).set({ personId: into.id }).where(isOf(from.id));
  await refreshAuthorLevels(ctx, into.id, ALWAYS_BEFORE);
}

/** The address that does not stay goes on finding the person. */
async function keepEmail(ctx: Ctx, into: PersonRow, email: string | null): Promise<void> {
  if (email !== null) {
    await ctx.db.execute(sql`
      delete from person_handle where workspace_id = ${ctx.workspaceId} and person_id = ${into.id}
        and kind = 'email' and handle = lower(${email})`);
  }
  if (into.email !== null && into.email.toLowerCase() !== email?.toLowerCase()) {
    await ctx.db.execute(sql`
      insert into person_handle (workspace_id, kind, handle, person_id)
      values (${ctx.workspaceId}, 'email', lower(${into.email}), ${into.id}) on conflict do nothing`);
  }
  await ctx.db
    .update(person)
    .set({ email, version: into.version + 1, updatedAt: ctx.now })
    .where(isPerson(ctx, into.id));
}

async function countsOf(ctx: Ctx, from: PersonRow, into: PersonRow) {
  const zone = await workspaceZone(ctx);
  const result = await ctx.db.execute<{ changes: number; without_level: number; days: number }>(sql`
    select count(*)::int as changes,
      (count(*) filter (where not exists (select 1 from person_level l
        where l.workspace_id = c.workspace_id and l.person_id in (${into.id}::uuid, ${from.id}::uuid)
          and l.effective_from <= (c.at at time zone ${zone})::date)))::int as without_level,
      (select count(distinct day)::int from ai_use
        where workspace_id = ${ctx.workspaceId} and person_id = ${from.id}) as days
    from change c where c.workspace_id = ${ctx.workspaceId} and c.author_id = ${from.id}`);
  return result.rows[0] ?? { changes: 0, without_level: 0, days: 0 };
}
