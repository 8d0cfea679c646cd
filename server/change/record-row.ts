import { countsInFigures } from "@/domain/change/blame";
import { CHANGE_SOURCES, type ChangeSource } from "@/domain/change/kinds";
import { environmentOf, instantOf, involvementOf } from "@/domain/change/project";
import type { ChangeState } from "@/domain/change/telling";
import type { Level } from "@/domain/person/levels";
import type { Ctx } from "@/server/context";
import type { RollupMove } from "./day-rollup";
import type { KnownChange } from "./record-claim";
import { type KnownRepository, type PreparedTelling, serviceIdsOf } from "./record-inputs";
import { type ChangeRow, type DetailRow, storedFacts } from "./record-state";

export type Outcome = "created" | "updated" | "unchanged";

/** A change with everything told of it so far and now. */
export interface ToldChange {
  id: string;
  known: KnownChange | null;
  state: ChangeState;
  tellings: readonly PreparedTelling[];
  /** Whether anything has to be written of a known one; and whether anybody could see a difference. */
  isNews: boolean;
  isVisible: boolean;
  authorLevel: Level | null;
}

/** What of a state anybody can see: everything but who said it. */
export function visibleOf(state: ChangeState): string {
  const { facts, fallbackAtMs: _fallbackAtMs, ...rest } = state;
  const values = Object.entries(facts).map(([field, fact]) => [field, fact.value]);
  return JSON.stringify([instantOf(state), values, rest]);
}

export function countedOf(row: ChangeRow): RollupMove["after"] {
  if (!row.counts) return null;
  const { id, at, serviceIds, involvement } = row;
  return { id, atMs: at.getTime(), serviceIds, involvement, failed: false };
}

export const servicesOf = ({ workspaceId, id, at, serviceIds }: ChangeRow) =>
  serviceIds.map((serviceId) => ({ workspaceId, serviceId, at, changeId: id }));

function sourceOf(state: ChangeState): ChangeSource {
  return CHANGE_SOURCES.find((one) => one === state.facts.title?.source) ?? "api";
}

/** The row of a change that nobody has judged or corrected yet. */
export function rowOf(
  ctx: Ctx,
  { id, state, authorLevel }: Pick<ToldChange, "id" | "state" | "authorLevel">,
  repositories: ReadonlyMap<string, KnownRepository>,
): ChangeRow {
  const { facts } = state;
  const kind = facts.kind?.value ?? "code";
  const { environment, production } = environmentOf(state);
  const found = involvementOf(state);
  const repositoryId = facts.repositoryId?.value ?? null;
  const rules = repositoryId === null ? undefined : repositories.get(repositoryId)?.rules;
  return {
    workspaceId: ctx.workspaceId,
    id,
    at: new Date(instantOf(state)),
    kind,
    title: facts.title?.value ?? "",
    url: facts.url?.value ?? null,
    repositoryId,
    revision: facts.revision?.value ?? null,
    pullRequest: facts.pullRequest?.value ?? null,
    environment,
    production,
    serviceIds: serviceIdsOf(rules, state),
    authorId: facts.author?.value.personId ?? null,
    authorName: facts.author?.value.name ?? null,
    authorIsBot: facts.author?.value.isBot ?? false,
    authorLevel,
    additions: facts.additions?.value ?? null,
    deletions: facts.deletions?.value ?? null,
    files: facts.files?.value ?? null,
    authoredAt: dateOf(facts.authoredAt?.value),
    mergedAt: dateOf(facts.mergedAt?.value),
    deployedAt: dateOf(facts.deployedAt?.value),
    outcome: facts.outcome?.value ?? null,
    revertedAt: dateOf(facts.revertedAt?.value),
    involvement: found.involvement,
    involvementStanding: "detected",
    aiRole: found.role,
    aiTool: found.tool,
    aiModel: found.model,
    aiGrade: found.grade,
    verdict: null,
    signOff: null,
    counts: countsInFigures({ kind, production, verdict: null, carried: [] }),
    source: sourceOf(state),
    generated: state.generated,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
}

const dateOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));

/** What only the change's own page shows. */
export function detailOf(ctx: Ctx, { id, state, known }: ToldChange): DetailRow {
  const { facts, labels, paths, reviewers, serviceIds } = state;
  return {
    workspaceId: ctx.workspaceId,
    changeId: id,
    description: facts.description?.value ?? null,
    branch: facts.branch?.value ?? null,
    labels: [...labels],
    paths: [...paths],
    reviewers: [...reviewers],
    statedServiceIds: [...serviceIds],
    detected: null,
    facts: storedFacts(state, (known?.row.createdAt ?? ctx.now).getTime()),
    reverts: facts.reverts?.value ?? null,
  };
}

/** Whether there is nothing of it that the change's own row does not say. */
export function isEmptyDetail({ description, branch, reverts, facts, ...lists }: DetailRow): boolean {
  const isTold = description !== null || branch !== null || reverts !== null || facts !== null;
  return !isTold && lists.labels.length + lists.paths.length + lists.reviewers.length === 0;
}
