import type { Assessable } from "@/domain/sign-off/assess";
import type { Ctx } from "@/server/context";
import { readBreakGlass } from "./break-glass-rows";
import { budgetName, readBudgets } from "./budgets";
import { type Draft, pullRequestName, type SubjectKey } from "./draft";
import type { PullRequestKey } from "./queue-assessment";
import { actionDrafts } from "./subject-actions";
import { changeDrafts, changesOfMerged } from "./subject-changes";
import { type People, readPeople } from "./subject-people";
import { requestDrafts } from "./subject-pull-requests";
import { readRequests, type StoredRequest } from "./subject-requests";
import { readServices, type SubjectService } from "./subject-services";
import { readWords, type SubjectWords } from "./subject-words";

/** Everything that an assessment follows from. */
export interface Subject extends Assessable, StoredRequest, SubjectWords {
  draft: Draft;
  services: readonly SubjectService[];
  people: People;
}

interface LoadOptions {
  /** Where it would go, if that is not where its own rows say. */
  environment?: string | undefined;
  /** Error budgets take reading, so only where a rule asks for them. */
  withBudgets?: boolean | undefined;
  /** Repositories that the caller knows to have been deployed: of others it is looked up. */
  deployed?: ReadonlySet<string> | undefined;
}

/** The subjects of these keys as they stand; a key that names nothing is left out. A merged request is its change. */
export async function loadSubjects(
  ctx: Ctx,
  keys: readonly SubjectKey[],
  options: LoadOptions = {},
): Promise<Subject[]> {
  const pulls = keys.filter((key): key is PullRequestKey => "pullRequest" in key);
  const merged = await changesOfMerged(ctx, pulls);
  const changes = new Map<string, Date | null>([...merged.values()].map((id) => [id, null]));
  for (const key of keys) if ("changeId" in key) changes.set(key.changeId, key.changeAt ?? null);
  const actionIds = keys.flatMap((key) => ("agentActionId" in key ? [key.agentActionId] : []));
  const ofChanges = await changeDrafts(ctx, changes, options.deployed);
  const known = new Set(ofChanges.flatMap(({ agentActionId }) => agentActionId ?? []));
  const drafts = [
    ...ofChanges,
    ...(await requestDrafts(
      ctx,
      pulls.filter((key) => !merged.has(pullRequestName(key))),
    )),
    ...(await actionDrafts(
      ctx,
      actionIds.filter((id) => !known.has(id)),
    )),
  ];
  return await completed(ctx, drafts, options);
}

async function completed(ctx: Ctx, drafts: readonly Draft[], options: LoadOptions): Promise<Subject[]> {
  if (drafts.length === 0) return [];
  const stored = await readRequests(ctx, drafts);
  const [people, services, glasses, budgets] = [
    await readPeople(ctx, drafts, stored),
    await readServices(ctx, drafts),
    await readBreakGlass(ctx, drafts),
    options.withBudgets ? await readBudgets(ctx, drafts) : new Map<string, number>(),
  ];
  return drafts.map((draft, place) => {
    const environment = options.environment ?? draft.environment;
    const own = draft.serviceIds.flatMap((id) => services.get(id) ?? []);
    const requests = stored[place] ?? { request: null, absorbed: [], signOffs: [] };
    const authorId = draft.authorId ?? people.ofLogin(draft.authorLogin)?.id ?? null;
    const author = authorId === null ? null : people.get(authorId);
    const isThere = (one: { environment: string }) =>
      one.environment.toLowerCase() === environment.toLowerCase();
    return {
      ...requests,
      draft,
      people,
      services: own,
      ...readWords(ctx, draft, requests.signOffs, people),
      author: {
        personId: authorId,
        level: levelOf(ctx, draft, author),
        teamId: author?.teamId ?? null,
      },
      change: {
        ...draft,
        environment,
        services: own.map(({ id, slug, weight }) => ({
          slug,
          weight,
          budgetSpentRatio: budgets.get(budgetName(id, draft.wentLiveAt)) ?? null,
        })),
        prompterIds: promptersOf(draft, people),
        requestedAt: (requests.request?.requestedAt ?? askedAt(ctx, draft)).toISOString(),
        breakGlass: (glasses[place] ?? []).filter(isThere),
      },
      liveAt: draft.wentLiveAt?.toISOString() ?? null,
      isOver: draft.isOver,
    };
  });
}

/** Everybody of the roster at whose word an agent made it, as far as the record says so. */
function promptersOf({ promptedById, promptersTold }: Draft, people: People): string[] {
  const named = promptersTold.flatMap((told) => people.ofAuthor(told)?.id ?? []);
  return [...new Set([...(promptedById === null ? [] : [promptedById]), ...named])];
}

/** Of a change as the ledger has it; an agent's action is judged by whoever had it asked, on the day. */
function levelOf(ctx: Ctx, draft: Draft, author: ReturnType<People["get"]>): Assessable["author"]["level"] {
  if (draft.changeId !== null && draft.agentActionId === null) return draft.authorLevel;
  return author?.levelOn(draft.wentLiveAt ?? ctx.now) ?? null;
}

/** Asked for now; of what went live before anybody was asked, when it could be looked at. */
function askedAt(ctx: Ctx, { wentLiveAt, openedAt }: Draft): Date {
  if (wentLiveAt === null || wentLiveAt >= ctx.now) return ctx.now;
  return openedAt !== null && openedAt < wentLiveAt ? openedAt : wentLiveAt;
}
