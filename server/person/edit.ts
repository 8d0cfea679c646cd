import { and, eq } from "drizzle-orm";
import { person, personLevel } from "@/db/schema";
import { canKeepRoster } from "@/domain/access/roster";
import { dayOf } from "@/domain/calendar/day";
import { Invalid, NotFound } from "@/domain/errors";
import type { Person, PersonEdit } from "@/domain/person/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import { type Ctx, inTransaction } from "@/server/context";
import { ensureTeam } from "@/server/team/ensure";
import { readWorkspace } from "@/server/workspace/queries";
import { refuseReversed } from "./add";
import { absorb, handlesOf, lockMatching, refuseTaken, replaceHandles } from "./identity";
import { refreshAuthorLevels } from "./move-identity";
import { ALWAYS_BEFORE, readPerson } from "./queries";

type PersonRow = typeof person.$inferSelect;

/** Changes what is named. A new level is in effect from `levelFrom` (today when left out); earlier ones stay. */
export function editPerson(
  ctx: Ctx,
  { id, version, edit }: { id: string; version: number | null; edit: PersonEdit },
): Promise<Person> {
  authorise(canKeepRoster(ctx.actor), "Editing the roster needs the admin role.");
  return inTransaction(ctx, async (tx) => {
    const row = await lockPerson(tx, id);
    if (version !== null && version !== row.version) throw await staleEdit(tx, row.version, ["person", id]);
    const before = await readPerson(tx, id);
    await takeIdentities(tx, row, edit);
    const changes = await changesOf(tx, row, edit);
    refuseReversed(
      changes.activeFrom === undefined ? row.activeFrom : changes.activeFrom,
      changes.activeTo === undefined ? row.activeTo : changes.activeTo,
    );
    await tx.db
      .update(person)
      .set({ ...changes, version: row.version + 1, updatedAt: tx.now })
      .where(and(eq(person.workspaceId, tx.workspaceId), eq(person.id, id)));
    if (edit.handles) await replaceHandles(tx, id, handlesOf(edit.handles));
    await setLevel(tx, row, edit);
    const after = await readPerson(tx, id);
    await recordAudit(tx, { action: "person.edit", objectKind: "person", objectId: id, before, after });
    return after;
  });
}

async function lockPerson(ctx: Ctx, id: string): Promise<PersonRow> {
  const [row] = await ctx.db
    .select()
    .from(person)
    .where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, id)))
    .for("no key update");
  if (!row) throw new NotFound("person", id);
  return row;
}

async function takeIdentities(ctx: Ctx, row: PersonRow, edit: PersonEdit): Promise<void> {
  const matching = await lockMatching(ctx, edit.email ?? null, handlesOf(edit.handles ?? []));
  refuseTaken(matching, row.id);
  await absorb(ctx, row.id, matching);
}

async function changesOf(
  ctx: Ctx,
  row: PersonRow,
  edit: PersonEdit,
): Promise<Partial<typeof person.$inferInsert>> {
  const changes: Partial<typeof person.$inferInsert> = {};
  if (edit.name !== undefined) changes.name = edit.name;
  if (edit.email !== undefined) changes.email = edit.email;
  if (edit.activeFrom !== undefined) changes.activeFrom = edit.activeFrom;
  if (edit.activeTo !== undefined) changes.activeTo = edit.activeTo;
  if (edit.team !== undefined) changes.teamId = edit.team === null ? null : await ensureTeam(ctx, edit.team);
  // Whoever is given a level is an engineer of the roster from then on.
  if (edit.level !== undefined && !row.onRoster) changes.onRoster = true;
  return changes;
}

async function setLevel(ctx: Ctx, row: PersonRow, edit: PersonEdit): Promise<void> {
  if (edit.level === undefined) {
    if (edit.levelFrom === undefined) return;
    throw new Invalid("level", "levelFrom says from when a level is in effect; name the level with it.");
  }
  const effectiveFrom = edit.levelFrom ?? (row.onRoster ? await today(ctx) : ALWAYS_BEFORE);
  await ctx.db
    .insert(personLevel)
    .values({ workspaceId: ctx.workspaceId, personId: row.id, effectiveFrom, level: edit.level })
    .onConflictDoUpdate({
      target: [personLevel.workspaceId, personLevel.personId, personLevel.effectiveFrom],
      set: { level: edit.level },
    });
  await refreshAuthorLevels(ctx, row.id, effectiveFrom);
}

async function today(ctx: Ctx): Promise<string> {
  const { timeZone } = await readWorkspace(ctx);
  return dayOf(ctx.now.getTime(), timeZone);
}
