import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { service } from "@/db/schema";
import { dayOf, dayStartMs } from "@/domain/calendar/day";
import type { NormalizedDependency, NormalizedService } from "@/domain/import/plan";
import type { Service, ServiceEdit } from "@/domain/service/schema";
import { type Ctx, inTransaction } from "@/server/context";
import { createService } from "@/server/service/create";
import { editService } from "@/server/service/edit";
import { readServices } from "@/server/service/queries";
import { setDependencies } from "@/server/service/set-dependencies";
import { trackedFromOf } from "@/server/service/tracked-from";
import { readWorkspace } from "@/server/workspace/queries";
import { emptyTally, refusalOf, type Tally } from "./tally";

export interface KnownServices {
  /** Service ids by the slugs of the file. */
  ids: Map<string, string>;
  made: number;
}

/** The services that incidents refer to; those that are missing are made, tracked from their first impact. */
export function ensureServices(ctx: Ctx, wanted: readonly NormalizedService[]): Promise<KnownServices> {
  return inTransaction(ctx, async (tx) => {
    const { timeZone } = await readWorkspace(tx);
    const missing = missingServices(wanted, await servicesBySlug(tx));
    const made = await insertRows(
      tx.db,
      service,
      missing.map((entry) => ({
        workspaceId: tx.workspaceId,
        id: uuidv7(),
        slug: entry.slug,
        name: entry.name,
        weight: entry.weight ?? 1,
        sloTarget: entry.sloTarget ?? null,
        trackedFrom: startOfDay(
          entry.firstSeenAt ? Date.parse(entry.firstSeenAt) : tx.now.getTime(),
          timeZone,
        ),
        trackedFromIsStated: false,
        generated: false,
        version: 1,
        createdAt: tx.now,
        updatedAt: tx.now,
      })),
      { skipExisting: true },
    );
    return { ids: matched(wanted, await servicesBySlug(tx)), made };
  });
}

/** Which of the file's services the workspace does not have yet. */
export async function servicesToMake(
  ctx: Ctx,
  wanted: readonly NormalizedService[],
): Promise<NormalizedService[]> {
  return missingServices(wanted, await servicesBySlug(ctx));
}

type Known = Map<string, { id: string; name: string }>;

async function servicesBySlug(ctx: Ctx): Promise<Known> {
  const rows = await ctx.db
    .select({ id: service.id, slug: service.slug, name: service.name })
    .from(service)
    .where(eq(service.workspaceId, ctx.workspaceId));
  return new Map(rows.map(({ slug, ...row }) => [slug, row]));
}

/** The slug decides; a service that was made by hand under another slug is known by its name. */
function matched(wanted: readonly NormalizedService[], known: Known): Map<string, string> {
  const byName = new Map([...known.values()].map((row) => [row.name.toLowerCase(), row.id]));
  const ids = new Map<string, string>();
  for (const { slug, name } of wanted) {
    const id = known.get(slug)?.id ?? byName.get(name.toLowerCase());
    if (id !== undefined) ids.set(slug, id);
  }
  return ids;
}

function missingServices(wanted: readonly NormalizedService[], known: Known): NormalizedService[] {
  const ids = matched(wanted, known);
  return wanted.filter(({ slug }) => !ids.has(slug));
}

function startOfDay(ms: number, zone: string): Date {
  return new Date(dayStartMs(dayOf(ms, zone), zone));
}

/** Services from a list of them: new ones are made, known ones take what the file states and keep the rest. */
export async function importServices(
  ctx: Ctx,
  services: readonly NormalizedService[],
  onRow: () => Promise<void>,
): Promise<Tally> {
  const tally = emptyTally();
  const { timeZone } = await readWorkspace(ctx);
  const known = new Map((await readServices(ctx)).map((entry) => [entry.slug, entry]));
  for (const entry of services) {
    try {
      const before = known.get(entry.slug);
      if (!before) {
        await createService(ctx, { ...entry, weight: entry.weight ?? 1 });
        tally.created += 1;
      } else {
        const edit = editOf(ctx, entry, before, timeZone);
        if (Object.keys(edit).length === 0) tally.unchanged += 1;
        else {
          await editService(ctx, { slug: entry.slug, version: null, edit });
          tally.updated += 1;
        }
      }
    } catch (error) {
      tally.refusals.push(refusalOf(error, entry.row ?? 0, entry.slug));
    }
    await onRow();
  }
  return tally;
}

function editOf(ctx: Ctx, entry: NormalizedService, before: Service, zone: string): ServiceEdit {
  const edit: ServiceEdit = {};
  if (entry.name !== before.name) edit.name = entry.name;
  if (entry.weight !== undefined && entry.weight !== before.weight) edit.weight = entry.weight;
  const hasSlo = before.sloIsOwn && entry.sloTarget === before.sloTarget;
  if (entry.sloTarget !== undefined && !hasSlo) edit.sloTarget = entry.sloTarget;
  if (entry.team !== undefined && entry.team !== before.team) edit.team = entry.team;
  if (entry.trackedFrom !== undefined) {
    const start = trackedFromOf(ctx, entry.trackedFrom, zone);
    if (start.getTime() !== Date.parse(before.trackedFrom)) edit.trackedFrom = entry.trackedFrom;
  }
  return edit;
}

/** Dependencies from a list of them: added to what each service depends on already, nothing is taken away. */
export async function importDependencies(
  ctx: Ctx,
  dependencies: readonly NormalizedDependency[],
  onRow: () => Promise<void>,
): Promise<Tally> {
  const tally = emptyTally();
  const known = new Map((await readServices(ctx)).map((entry) => [entry.slug, entry]));
  const byService = new Map<string, NormalizedDependency[]>();
  for (const entry of dependencies) {
    const group = byService.get(entry.service);
    if (group) group.push(entry);
    else byService.set(entry.service, [entry]);
  }
  for (const [slug, entries] of byService) {
    const current = known.get(slug);
    const wanted = new Map((current?.dependsOn ?? []).map((entry) => [entry.slug, entry.criticality]));
    let changes = 0;
    for (const entry of entries) {
      await onRow();
      const missing = [slug, entry.dependsOn].find((name) => !known.has(name));
      if (missing !== undefined) {
        tally.refusals.push(unknownService(entry, missing));
        continue;
      }
      const before = wanted.get(entry.dependsOn);
      if (before === entry.criticality) tally.unchanged += 1;
      else if (before === undefined) tally.created += 1;
      else tally.updated += 1;
      if (before !== entry.criticality) changes += 1;
      wanted.set(entry.dependsOn, entry.criticality);
    }
    if (changes === 0) continue;
    const dependsOn = [...wanted].map(([name, criticality]) => ({ slug: name, criticality }));
    await setDependencies(ctx, { slug, version: null, input: { dependsOn } });
  }
  return tally;
}

function unknownService(entry: NormalizedDependency, slug: string) {
  return {
    row: entry.row,
    ref: `${entry.service} -> ${entry.dependsOn}`,
    field: slug === entry.service ? "service" : "dependsOn",
    code: "service-not-found",
    reason: `No service has the slug ${slug} in this workspace. Import the services first, or correct the slug.`,
  };
}
