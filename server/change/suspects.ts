import { and, eq, sql } from "drizzle-orm";
import { changeLink, incident, service, serviceDependency } from "@/db/schema";
import { formatDuration } from "@/domain/calendar/duration";
import { type LiveChange, liveChanges, reachOfHit } from "@/domain/change/carried";
import type { Suspects } from "@/domain/change/incident-change-schema";
import type { ChangeKind } from "@/domain/change/kinds";
import type { SuspectsInput } from "@/domain/change/suspect-input";
import { rankSuspects } from "@/domain/change/suspects";
import { NotFound } from "@/domain/errors";
import { authoriseReading } from "@/server/access";
import { askAll, type Ctx } from "@/server/context";
import { loadIncidentImpacts, referenceOf } from "@/server/incident/load";
import { CANDIDATES_MAX, type FoundCandidate, findCandidates } from "./candidates";
import { changeSummaries } from "./summary";

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 7;
/** As far as the ranking itself follows the graph. */
const STEPS_MAX = 3;
const SERVICES_MAX = 40;
const SHOWN_MAX = 20;

/** Which of the changes before an incident did it, as the machine ranks them; a verdict is a person's. */
export async function suspectsOf(ctx: Ctx, reference: string): Promise<Suspects> {
  authoriseReading(ctx);
  const [row] = await ctx.db.select().from(incident).where(referenceOf(ctx, reference));
  if (row === undefined) throw new NotFound("incident", reference);
  const to = row.impactStartedAt;
  const from = new Date(to.getTime() - WINDOW_DAYS * DAY_MS);
  const [impacts, graph] = await askAll(
    ctx,
    () => loadIncidentImpacts(ctx, row.id),
    () => serviceGraph(ctx),
  );
  const hit = [...new Set(impacts.map(({ serviceId }) => serviceId))];
  const reach = reachOfHit(hit, graph.needs, { steps: STEPS_MAX, most: SERVICES_MAX });
  const [serviceIds, neededIds] = [reach.slice(0, hit.length), reach.slice(hit.length)];
  const found = await findCandidates(ctx, { serviceIds, neededIds, from, to });
  const live = liveChanges(found, CANDIDATES_MAX);
  const text = [row.title, row.summary].filter(Boolean).join("\n");
  const ranking = rankSuspects(rankingInput({ at: to, hit, text }, live, graph));
  const shown = ranking.suspects.slice(0, SHOWN_MAX);
  const byId = new Map(live.map((one) => [one.change.id, one]));
  const [summaries, verdicts] = await askAll(
    ctx,
    () =>
      changeSummaries(
        ctx,
        shown.flatMap(({ id }) => byId.get(id)?.change ?? []),
      ),
    () => verdictsOf(ctx, row.id),
  );
  return {
    suspects: shown.flatMap(({ id, probability, reasons }) => {
      const change = summaries.get(id);
      const one = byId.get(id);
      if (change === undefined || one === undefined) return [];
      return [
        {
          change,
          probability,
          reasons: [...reasons, ...knownReasons(one, to)],
          verdict: verdicts.get(id) ?? null,
        },
      ];
    }),
    noneProbability: ranking.noneProbability,
    considered: live.length,
    from: from.toISOString(),
  };
}

/** Whether the workspace has any change on record: a panel without suspects says which of the two it is. */
export async function hasChanges(ctx: Ctx): Promise<boolean> {
  authoriseReading(ctx);
  const { rows } = await ctx.db.execute<{ some: boolean }>(
    sql`select exists (select from change where workspace_id = ${ctx.workspaceId}) as some`,
  );
  return rows[0]?.some === true;
}

interface ServiceGraph {
  slugs: ReadonlyMap<string, string>;
  needs: ReadonlyMap<string, readonly string[]>;
}

async function serviceGraph(ctx: Ctx): Promise<ServiceGraph> {
  const [services, edges] = await askAll(
    ctx,
    () =>
      ctx.db
        .select({ id: service.id, slug: service.slug })
        .from(service)
        .where(eq(service.workspaceId, ctx.workspaceId)),
    () =>
      ctx.db
        .select({ serviceId: serviceDependency.serviceId, dependsOnId: serviceDependency.dependsOnId })
        .from(serviceDependency)
        .where(eq(serviceDependency.workspaceId, ctx.workspaceId)),
  );
  const needs = new Map<string, string[]>();
  for (const { serviceId, dependsOnId } of edges) {
    needs.set(serviceId, [...(needs.get(serviceId) ?? []), dependsOnId]);
  }
  return { slugs: new Map(services.map(({ id, slug }) => [id, slug])), needs };
}

async function verdictsOf(ctx: Ctx, incidentId: string) {
  const rows = await ctx.db
    .select({ changeId: changeLink.changeId, verdict: changeLink.verdict })
    .from(changeLink)
    .where(and(eq(changeLink.workspaceId, ctx.workspaceId), eq(changeLink.incidentId, incidentId)));
  return new Map(rows.map(({ changeId, verdict }) => [changeId, verdict]));
}

/** What a change of these kinds touches where it is on record for no service: something that every service needs. */
const SHARED: Partial<Record<ChangeKind, string>> = {
  infrastructure: "shared infrastructure",
  dns: "DNS",
  config: "shared configuration",
};

/** Exported for the test that holds what the ranking is told: nothing of AI's part, of sign-off or of levels. */
export function rankingInput(
  { at, hit, text }: { at: Date; hit: readonly string[]; text: string },
  live: readonly LiveChange<FoundCandidate>[],
  { slugs, needs }: ServiceGraph,
): SuspectsInput {
  const named = (ids: readonly string[]) => ids.flatMap((id) => slugs.get(id) ?? []);
  const services = named(hit);
  const shared = Object.values(SHARED);
  const dependencies = Object.fromEntries([...needs].map(([id, ids]) => [slugs.get(id) ?? id, named(ids)]));
  for (const slug of services) dependencies[slug] = [...(dependencies[slug] ?? []), ...shared];
  return {
    incident: { at: at.toISOString(), services, text },
    dependencies,
    candidates: live.map(({ change, at: liveAt, serviceIds }) => {
      const own = named(serviceIds);
      const common = own.length === 0 ? SHARED[change.kind] : undefined;
      return {
        id: change.id,
        at: liveAt.toISOString(),
        services: common === undefined ? own : [common],
        author: change.authorId ?? change.authorName,
        bot: change.authorIsBot,
        additions: change.additions,
        deletions: change.deletions,
        files: change.files,
        title: change.title,
        kind: change.kind,
      };
    }),
  };
}

/** What the store knows beside what the ranking looks at. */
function knownReasons({ change, carrier }: LiveChange<FoundCandidate>, startedAt: Date): string[] {
  const reasons: string[] = [];
  if (carrier !== null) reasons.push(`brought by the deployment "${carrier.title}"`);
  const outcome = carrier?.outcome ?? change.outcome;
  if (outcome === "failed") reasons.push("its deployment failed");
  if (outcome === "in-progress") reasons.push("its deployment is under way");
  const undoneAt = change.revertedAt ?? carrier?.revertedAt ?? null;
  if (undoneAt !== null) reasons.push(undoneWords(undoneAt.getTime() - startedAt.getTime()));
  return reasons;
}

function undoneWords(afterMs: number): string {
  if (afterMs < 0) return `rolled back ${formatDuration(-afterMs)} before impact start`;
  return `rolled back ${formatDuration(afterMs)} after impact start`;
}
