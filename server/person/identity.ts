import { and, eq, ne, sql } from "drizzle-orm";
import { person, personHandle } from "@/db/schema";
import { Conflict } from "@/domain/errors";
import { type HandleKind, normalizedHandle } from "@/domain/person/handle";
import type { Ctx } from "@/server/context";
import { moveIdentity } from "./move-identity";

type PersonRow = typeof person.$inferSelect;

/** Logins are compared and stored in lower case, without a leading @. */
export function handlesOf(logins: readonly string[]): string[] {
  return [...new Set(logins.map((login) => normalizedHandle("login", login)))].filter(Boolean);
}

/** Everybody whom the e-mail address or a login belongs to, locked. */
export async function lockMatching(
  ctx: Ctx,
  email: string | null,
  handles: readonly string[],
): Promise<PersonRow[]> {
  const address = email === null ? null : normalizedHandle("email", email);
  return ctx.db
    .select()
    .from(person)
    .where(
      and(
        eq(person.workspaceId, ctx.workspaceId),
        sql`(lower(${person.email}) = ${address}
          or ${person.id} in (select person_id from person_handle where workspace_id = ${ctx.workspaceId}
            and ((kind = 'login' and handle = any(${sql.param([...handles])}::text[]))
              or (kind = 'email' and handle = ${address}))))`,
      ),
    )
    .orderBy(person.id)
    .for("no key update");
}

/** Refuses an address or handle that somebody else on the roster has. */
export function refuseTaken(matching: readonly PersonRow[], ownId: string | null): void {
  const other = matching.find((row) => row.id !== ownId && row.onRoster);
  if (!other) return;
  throw new Conflict(
    "person-exists",
    `${other.name} has this e-mail address or handle already (person ${other.id}). Edit that person with PATCH.`,
    "email",
  );
}

/**
 * Joins people off the roster into one person: what is known of them becomes the person's. They were never counted, so
 * that no figure but the person's own changes.
 */
export async function absorb(ctx: Ctx, personId: string, others: readonly PersonRow[]): Promise<void> {
  for (const other of others) {
    if (other.id === personId || other.onRoster) continue;
    await moveIdentity(ctx, other.id, personId);
    await ctx.db
      .delete(person)
      .where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, other.id), ne(person.id, personId)));
  }
}

/** Makes these the person's logins, all of them; other addresses and names stay. */
export async function replaceHandles(ctx: Ctx, personId: string, handles: readonly string[]): Promise<void> {
  await ctx.db
    .delete(personHandle)
    .where(
      and(
        eq(personHandle.workspaceId, ctx.workspaceId),
        eq(personHandle.personId, personId),
        eq(personHandle.kind, "login"),
      ),
    );
  await addHandles(ctx, personId, handles);
}

export async function addHandles(
  ctx: Ctx,
  personId: string,
  handles: readonly string[],
  kind: HandleKind = "login",
): Promise<void> {
  if (handles.length === 0) return;
  await ctx.db
    .insert(personHandle)
    .values(handles.map((handle) => ({ workspaceId: ctx.workspaceId, kind, handle, personId })))
    .onConflictDoNothing();
}
