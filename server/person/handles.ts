import { and, eq, sql } from "drizzle-orm";
import { personHandle } from "@/db/schema";
import { canKeepRoster } from "@/domain/access/roster";
import { Conflict, Invalid, NotFound } from "@/domain/errors";
import { type Handle, normalizedHandle } from "@/domain/person/handle";
import type { PersonIdentity } from "@/domain/person/identity-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { readIdentity } from "./identities";

/** What sources call the person from now on, too. Somebody else's handle is had by merging the two. */
export function addHandle(ctx: Ctx, { id, ...given }: Handle & { id: string }): Promise<PersonIdentity> {
  authorise(canKeepRoster(ctx.actor), "Giving somebody a handle needs the admin role.");
  return inTransaction(ctx, async (tx) => {
    const before = await readIdentity(tx, id);
    const handle = normalizedHandle(given.kind, given.handle);
    if (handle === "") throw new Invalid("handle", "Give a login, an address or a name.");
    if (given.kind === "email" && !/^[^@\s]+@[^@\s]+$/.test(handle)) {
      throw new Invalid("handle", "An e-mail address has an @ between two parts.");
    }
    await refuseTaken(tx, id, { kind: given.kind, handle });
    await tx.db
      .insert(personHandle)
      .values({ workspaceId: tx.workspaceId, kind: given.kind, handle, personId: id })
      .onConflictDoNothing();
    const after = await readIdentity(tx, id);
    await recordAudit(tx, {
      action: "person.add-handle",
      objectKind: "person",
      objectId: id,
      before: before.handles,
      after: after.handles,
    });
    return after;
  });
}

/** Changes told of under it so far stay the person's; the next ones are by somebody new. */
export function removeHandle(ctx: Ctx, { id, ...given }: Handle & { id: string }): Promise<PersonIdentity> {
  authorise(canKeepRoster(ctx.actor), "Taking a handle from somebody needs the admin role.");
  return inTransaction(ctx, async (tx) => {
    const before = await readIdentity(tx, id);
    const handle = normalizedHandle(given.kind, given.handle);
    const removed = await tx.db
      .delete(personHandle)
      .where(
        and(
          eq(personHandle.workspaceId, tx.workspaceId),
          eq(personHandle.personId, id),
          eq(personHandle.kind, given.kind),
          eq(personHandle.handle, handle),
        ),
      )
      .returning({ handle: personHandle.handle });
    if (removed.length === 0) throw new NotFound("handle", `${given.kind} ${handle}`);
    const after = await readIdentity(tx, id);
    await recordAudit(tx, {
      action: "person.remove-handle",
      objectKind: "person",
      objectId: id,
      before: before.handles,
      after: after.handles,
    });
    return after;
  });
}

async function refuseTaken(ctx: Ctx, ownId: string, { kind, handle }: Handle): Promise<void> {
  const result = await ctx.db.execute<{ id: string; name: string }>(sql`
    select p.id, p.name from person p
    where p.workspace_id = ${ctx.workspaceId} and p.id <> ${ownId} and (
      p.id in (select h.person_id from person_handle h
        where h.workspace_id = ${ctx.workspaceId} and h.kind = ${kind} and h.handle = ${handle})
      or (${kind} = 'email' and lower(p.email) = ${handle}))`);
  const [owner] = result.rows;
  if (!owner) return;
  throw new Conflict(
    "handle-taken",
    `${handle} is ${owner.name} (person ${owner.id}). Merge the two if they are one person, or take it from them first.`,
    "handle",
  );
}
