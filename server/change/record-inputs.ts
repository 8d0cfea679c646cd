import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { StoredPathRule } from "@/db/schema";
import { detectChange } from "@/domain/change/detect-change";
import type { ChangeSource } from "@/domain/change/kinds";
import { normalizedState } from "@/domain/change/merge";
import { isShortened } from "@/domain/change/revision";
import type { ChangeInput } from "@/domain/change/schema";
import {
  type ChangeState,
  type Evidence,
  factsOf,
  statedEnvironment,
  TELLING_RANKS,
} from "@/domain/change/telling";
import { type ServiceRule, servicesOfPaths } from "@/domain/repository/match";
import { repositoryName } from "@/domain/repository/name";
import type { Ctx } from "@/server/context";
import { type ResolvedAuthor, resolveAuthors } from "@/server/person/resolve-author";
import { type ChangeIdentity, identityOf, senderOf } from "./identity";

/** One source's word about one change. */
export interface Telling {
  input: ChangeInput;
  source: ChangeSource;
  /** The event, file or token, in words. */
  what: string;
  deliveryId?: string | null;
  generated?: boolean;
  /** Of AI's part, beside what the texts say: records of our own. */
  evidence?: readonly Evidence[];
  /** Of a file or a stream. */
  line?: number;
}

export interface Refusal {
  status: "refused";
  field: string;
  code: string;
  reason: string;
}

export type Recorded = { status: "created" | "updated" | "unchanged"; id: string } | Refusal;

export interface KnownRepository {
  id: string;
  name: string;
  rules: readonly ServiceRule<string>[];
}

/** A telling whose names are resolved to rows of this workspace. */
export interface PreparedTelling {
  index: number;
  telling: Telling;
  identity: ChangeIdentity | null;
  repository: KnownRepository | null;
  state: ChangeState;
}

export interface Prepared {
  tellings: PreparedTelling[];
  refusals: Map<number, Refusal>;
  repositories: ReadonlyMap<string, KnownRepository>;
}

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const AHEAD_MS_MAX = 86_400_000;
const NEAR_SLUGS = 3;
const TELLINGS_PER_TURN = 200;
/** The first that is given is when the change was. */
const INSTANTS = ["deployedAt", "mergedAt", "authoredAt"] as const;

/** Finds or makes what the tellings name: repositories, services, people. What cannot be taken is told apart. */
export async function prepareTellings(
  ctx: Ctx,
  asked: readonly { telling: Telling; index: number }[],
): Promise<Prepared> {
  const refusals = new Map<number, Refusal>();
  const services = await readServices(
    ctx,
    asked.map(({ telling }) => telling),
  );
  for (const { telling, index } of asked) {
    const refusal = refusalOf(ctx, telling, services);
    if (refusal !== null) refusals.set(index, refusal);
  }
  const kept = asked.filter(({ index }) => !refusals.has(index));
  const repositories = await ensureRepositories(
    ctx,
    kept.map(({ telling }) => telling.input.repository),
  );
  const people = await resolvePeople(
    ctx,
    kept.map(({ telling }) => telling.input),
  );
  const sender = senderOf(ctx.actor);
  const tellings: PreparedTelling[] = [];
  for (const [place, { telling, index }] of kept.entries()) {
    const { input } = telling;
    const name = input.repository ? repositoryName(input.repository) : null;
    const repository = name === null ? null : (repositories.get(name) ?? null);
    const identity = identityOf(input, name, sender);
    const state = stateOf(ctx, telling, { repository, services, people: people[place] });
    tellings.push({ index, telling, identity, repository, state });
    // Of thousands, the process feeds meanwhile what is being written beside them.
    if (tellings.length % TELLINGS_PER_TURN === 0) await nextTurn();
  }
  return {
    refusals,
    repositories: new Map([...repositories.values()].map((one) => [one.id, one])),
    tellings,
  };
}

export function refusalOf(
  ctx: Ctx,
  { input }: Telling,
  services: ReadonlyMap<string, string>,
): Refusal | null {
  const unknown = input.services?.findIndex((slug) => !services.has(slug)) ?? -1;
  if (unknown >= 0) {
    const known = [...services.keys()].slice(0, NEAR_SLUGS).join(", ");
    const slug = input.services?.[unknown];
    return refuse(
      `services.${unknown}`,
      "unknown-service",
      `No service "${slug}" in this workspace. Create it first, or give the slug of a service${known === "" ? "" : `, such as ${known}`}.`,
    );
  }
  if (input.repository && repositoryName(input.repository) === null) {
    return refuse(
      "repository",
      "invalid-value",
      "Give the repository's host and path, such as github.com/acme/shop.",
    );
  }
  const shortened = shortenedIn(input);
  if (shortened !== null) {
    return refuse(
      shortened.field,
      "revision-not-whole",
      `Give the whole revision: ${shortened.revision} is the beginning of one, and what begins alike may be something else. \`git rev-parse ${shortened.revision}\` prints it.`,
    );
  }
  for (const field of INSTANTS) {
    const given = input[field];
    if (!given) continue;
    const ms = Date.parse(given);
    if (ms < EARLIEST_MS)
      return refuse(field, "too-early", `${field} is too early: the ledger begins with the year 2000.`);
    if (ms > ctx.now.getTime() + AHEAD_MS_MAX) {
      return refuse(
        field,
        "in-the-future",
        `${field} is more than a day ahead; the ledger holds what has happened.`,
      );
    }
    break;
  }
  return null;
}

/** The first revision of another change that is not named whole. */
function shortenedIn({ carries, reverts }: ChangeInput): { field: string; revision: string } | null {
  if (reverts && isShortened(reverts)) return { field: "reverts", revision: reverts };
  const place = carries?.findIndex(isShortened) ?? -1;
  const revision = carries?.[place];
  return revision === undefined ? null : { field: `carries.${place}`, revision };
}

const refuse = (field: string, code: string, reason: string): Refusal => ({
  status: "refused",
  field,
  code,
  reason,
});

export async function readServices(ctx: Ctx, tellings: readonly Telling[]): Promise<Map<string, string>> {
  const slugs = new Set<string>();
  for (const { input } of tellings) for (const slug of input.services ?? []) slugs.add(slug);
  if (slugs.size === 0) return new Map();
  const result = await ctx.db.execute<{ slug: string; id: string }>(sql`
    select slug, id from service
    where workspace_id = ${ctx.workspaceId} and slug = any(${sql.param([...slugs])}::text[])`);
  return new Map(result.rows.map(({ slug, id }) => [slug, id]));
}

/** The repositories by name; one that is heard of for the first time is made. */
async function ensureRepositories(
  ctx: Ctx,
  given: readonly (string | null | undefined)[],
): Promise<Map<string, KnownRepository>> {
  const names = new Map<string, string>();
  for (const one of given) {
    const name = one ? repositoryName(one) : null;
    if (name !== null && one) names.set(name, one);
  }
  const known = await readRepositories(ctx, [...names.keys()]);
  const missing = [...names].filter(([name]) => !known.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (missing.length === 0) return known;
  const iso = ctx.now.toISOString();
  await ctx.db.execute(sql`
    insert into repository (workspace_id, id, name, url, created_at, updated_at)
    select ${ctx.workspaceId}::uuid, t.id, t.name, t.url, ${iso}, ${iso} from unnest(
      ${sql.param(missing.map(() => uuidv7({ msecs: ctx.now.getTime() })))}::uuid[],
      ${sql.param(missing.map(([name]) => name))}::text[],
      ${sql.param(missing.map(([name, url]) => urlOf(name, url)))}::text[]) as t (id, name, url)
    on conflict do nothing`);
  return await readRepositories(ctx, [...names.keys()]);
}

const urlOf = (name: string, given: string) =>
  /^https?:\/\//i.test(given.trim()) || /^[^/]+\.[^/]+\/.+/.test(name) ? `https://${name}` : null;

async function readRepositories(ctx: Ctx, names: readonly string[]): Promise<Map<string, KnownRepository>> {
  if (names.length === 0) return new Map();
  const result = await ctx.db.execute<{ id: string; name: string; path_rules: StoredPathRule[] }>(sql`
    select id, name, path_rules from repository
    where workspace_id = ${ctx.workspaceId} and name = any(${sql.param([...names])}::text[])`);
  return new Map(
    result.rows.map(({ id, name, path_rules }) => [name, { id, name, rules: rulesOf(path_rules) }]),
  );
}

export async function readRepositoriesById(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, KnownRepository>> {
  if (ids.length === 0) return new Map();
  const result = await ctx.db.execute<{ id: string; name: string; path_rules: StoredPathRule[] }>(sql`
    select id, name, path_rules from repository
    where workspace_id = ${ctx.workspaceId} and id = any(${sql.param([...new Set(ids)])}::uuid[])`);
  return new Map(
    result.rows.map(({ id, name, path_rules }) => [id, { id, name, rules: rulesOf(path_rules) }]),
  );
}

function rulesOf(stored: readonly StoredPathRule[]): ServiceRule<string>[] {
  return stored.map(({ pattern, serviceIds }) => ({ pattern, services: serviceIds }));
}

/** What the path rules and the tellers give together, in the order of the ids. */
export function serviceIdsOf(
  rules: readonly ServiceRule<string>[] | undefined,
  { paths, serviceIds }: Pick<ChangeState, "paths" | "serviceIds">,
): string[] {
  if (rules === undefined || rules.length === 0 || paths.length === 0) return [...serviceIds];
  return [...new Set([...serviceIds, ...servicesOfPaths(rules, paths)])].sort();
}

interface ToldPeople {
  author: ResolvedAuthor | null;
  reviewers: ResolvedAuthor[];
}

/** Authors and reviewers of all tellings in one question. */
async function resolvePeople(ctx: Ctx, inputs: readonly ChangeInput[]): Promise<ToldPeople[]> {
  const asked = inputs.flatMap(({ author, reviewers }) => [
    ...(author ? [author] : []),
    ...(reviewers ?? []).map(({ login }) => ({ login })),
  ]);
  const resolved = asked.length === 0 ? [] : await resolveAuthors(ctx, asked);
  let next = 0;
  const take = () => resolved[next++] ?? null;
  return inputs.map(({ author, reviewers }) => ({
    author: author ? take() : null,
    reviewers: (reviewers ?? []).flatMap(() => take() ?? []),
  }));
}

function stateOf(
  ctx: Ctx,
  { input, source, generated, evidence: ownEvidence = [] }: Telling,
  known: {
    repository: KnownRepository | null;
    services: ReadonlyMap<string, string>;
    people: ToldPeople | undefined;
  },
): ChangeState {
  const asOfMs = input.asOf === undefined ? ctx.now.getTime() : Date.parse(input.asOf);
  const { evidence, ...detected } = detectChange(input);
  const { author, reviewers } = known.people ?? { author: null, reviewers: [] };
  return normalizedState({
    facts: factsOf(
      {
        ...input,
        environment: statedEnvironment(input.kind, input.environment),
        repositoryId: known.repository?.id,
        author:
          author === null ? null : { name: author.name, isBot: author.isBot, personId: author.personId },
        authoredAt: msOf(input.authoredAt),
        mergedAt: msOf(input.mergedAt),
        deployedAt: msOf(input.deployedAt),
        revertedAt: msOf(input.revertedAt),
        reverts: input.reverts ?? revertedIn(input),
      },
      { source, rank: TELLING_RANKS[source], asOfMs },
    ),
    fallbackAtMs: asOfMs,
    labels: input.labels ?? [],
    paths: [...(input.paths ?? []), ...(input.commits ?? []).flatMap(({ paths }) => paths ?? [])],
    serviceIds: (input.services ?? []).flatMap((slug) => known.services.get(slug) ?? []),
    reviewers: (input.reviewers ?? []).map(({ login, state, at }, index) => ({
      name: reviewers[index]?.name ?? login,
      personId: reviewers[index]?.personId ?? null,
      state: state ?? null,
      at: isoOf(at),
    })),
    evidence: [...evidence, ...ownEvidence],
    detected,
    generated: generated ?? false,
  });
}

const msOf = (given: string | null | undefined) => (given ? Date.parse(given) : null);
const isoOf = (given: string | null | undefined) => (given ? new Date(given).toISOString() : null);

/** git writes this line itself into the message of a revert. */
const REVERT_LINE = /^This reverts commit ([0-9a-f]{7,64})\b/im;

export function revertedIn({ description, title }: ChangeInput): string | null {
  return REVERT_LINE.exec(description ?? title)?.[1]?.toLowerCase() ?? null;
}
