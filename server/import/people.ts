import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { person, personHandle, personLevel } from "@/db/schema";
import type { ImportRefusal, NormalizedPerson } from "@/domain/import/plan";
import type { Person, PersonEdit } from "@/domain/person/schema";
import { type Ctx, inTransaction } from "@/server/context";
import { editPerson } from "@/server/person/edit";
import { handlesOf } from "@/server/person/identity";
import { ALWAYS_BEFORE, readPerson } from "@/server/person/queries";
import { ensureTeams } from "@/server/team/ensure";
import { Identities, type KnownPerson } from "./identities";
import { emptyTally, refusalOf, type Tally } from "./tally";

const BATCH = 1000;

/**
 * The roster from a list of people. Somebody known by e-mail address or handle takes what the file states, a new level
 * with its day; somebody known only from usage reports joins the roster with their usage.
 */
export async function importPeople(
  ctx: Ctx,
  people: readonly NormalizedPerson[],
  onRow: () => Promise<void>,
): Promise<Tally> {
  const tally = emptyTally();
  for (let start = 0; start < people.length; start += BATCH) {
    const identities = await Identities.load(ctx);
    const fresh: NormalizedPerson[] = [];
    for (const entry of people.slice(start, start + BATCH)) {
      const found = whoIs(entry, identities);
      if ("refused" in found) tally.refusals.push(found.refused);
      else if (!found.known) fresh.push(entry);
      else await bringUpToDate(ctx, entry, found.known, tally);
      await onRow();
    }
    await addToRoster(ctx, fresh);
    tally.created += fresh.length;
  }
  return tally;
}

function whoIs(
  entry: NormalizedPerson,
  identities: Identities,
): { known: KnownPerson | undefined } | { refused: ImportRefusal } {
  const refuse = (field: string, code: string, reason: string) => ({
    refused: { row: entry.row, ref: entry.email ?? entry.name, field, code, reason },
  });
  const matching = identities.matching(entry.email, entry.handles);
  const onRoster = matching.filter((row) => row.onRoster);
  if (onRoster.length > 1) {
    const names = onRoster.map((row) => row.name).join(" and ");
    return refuse(
      "handles",
      "two-people",
      `The address and handles belong to ${names}; give each person their own.`,
    );
  }
  if (matching.length > 0) return { known: onRoster[0] ?? matching[0] };
  if (entry.email !== undefined || entry.handles.length > 0) return { known: undefined };
  const namesakes = identities.byName(entry.name);
  if (namesakes.length > 1) {
    const reason = `${namesakes.length} people are called ${entry.name}; add an e-mail address or handle to the row.`;
    return refuse("name", "ambiguous", reason);
  }
  return { known: namesakes[0] };
}

async function bringUpToDate(
  ctx: Ctx,
  entry: NormalizedPerson,
  known: KnownPerson,
  tally: Tally,
): Promise<void> {
  try {
    const before = await readPerson(ctx, known.id);
    const edit = editOf(entry, before);
    if (Object.keys(edit).length === 0 && before.onRoster) {
      tally.unchanged += 1;
      return;
    }
    await inTransaction(ctx, async (tx) => {
      await editPerson(tx, { id: known.id, version: null, edit });
      if (before.onRoster) return;
      await tx.db
        .update(person)
        .set({ onRoster: true })
        .where(and(eq(person.workspaceId, tx.workspaceId), eq(person.id, known.id)));
    });
    tally.updated += 1;
  } catch (error) {
    tally.refusals.push(refusalOf(error, entry.row, entry.email ?? entry.name));
  }
}

/** What the file states and the roster does not say yet; what the file leaves out stays as it is. */
function editOf(entry: NormalizedPerson, before: Person): PersonEdit {
  const edit: PersonEdit = {};
  if (entry.name !== before.name) edit.name = entry.name;
  if (entry.email !== undefined && entry.email !== before.email?.toLowerCase()) edit.email = entry.email;
  if (entry.level !== undefined && entry.level !== before.level) {
    edit.level = entry.level;
    // The first level anybody states of a person holds from their first day.
    if (before.levels.length === 0) edit.levelFrom = entry.activeFrom ?? before.activeFrom ?? undefined;
  }
  if (entry.team !== undefined && entry.team !== before.team) edit.team = entry.team;
  if (entry.activeFrom !== undefined && entry.activeFrom !== before.activeFrom)
    edit.activeFrom = entry.activeFrom;
  if (entry.activeTo !== undefined && entry.activeTo !== before.activeTo) edit.activeTo = entry.activeTo;
  const more = handlesOf(entry.handles).filter((handle) => !before.handles.includes(handle));
  if (more.length > 0) edit.handles = [...before.handles, ...more];
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
}

/** Writes many new people at once; the caller has made sure that nobody of them is known. */
async function addToRoster(ctx: Ctx, people: readonly NormalizedPerson[]): Promise<void> {
  if (people.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const { workspaceId, now } = tx;
    const teams = await ensureTeams(
      tx,
      people.flatMap(({ team }) => team ?? []),
    );
    const entries = people.map((entry) => ({ entry, personId: uuidv7() }));
    await insertRows(
      tx.db,
      person,
      entries.map(({ entry, personId }) => ({
        workspaceId,
        id: personId,
        name: entry.name,
        email: entry.email ?? null,
        teamId: entry.team === undefined ? null : (teams.get(entry.team) ?? null),
        activeFrom: entry.activeFrom ?? null,
        activeTo: entry.activeTo ?? null,
        onRoster: true,
        generated: false,
        version: 1,
        createdAt: now,
        updatedAt: now,
      })),
    );
    await insertRows(
      tx.db,
      personHandle,
      entries.flatMap(({ entry, personId }) =>
        handlesOf(entry.handles).map((handle) => ({ workspaceId, handle, personId })),
      ),
    );
    await insertRows(
      tx.db,
      personLevel,
      entries.flatMap(({ entry, personId }) =>
        entry.level === undefined
          ? []
          : [{ workspaceId, personId, effectiveFrom: entry.activeFrom ?? ALWAYS_BEFORE, level: entry.level }],
      ),
    );
  });
}
