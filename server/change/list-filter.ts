import { type SQL, sql } from "drizzle-orm";
import { parseBoundary } from "@/domain/calendar/period";
import type { ChangeFilter } from "@/domain/change/list-schema";
import { Invalid } from "@/domain/errors";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";
import { findServiceIds } from "@/server/service/queries";
import { readText, type TextSearch } from "./list-text";

/** What a list reads along, in its order, so that the page can end as soon as it is full. */
export type Driver =
  | { table: "change"; condition: SQL }
  /** One stream for each value, merged: no index orders the rows of several values by their instant. */
  | {
      table: "change" | "change_service";
      column: SQL;
      values: readonly string[];
      type: "uuid" | "text";
      /** What the index holds alone, written out for the planner. */
      only?: SQL;
    };

export interface ListPlan {
  driver: Driver;
  /** What is looked up in each row that the driver brings; empty where the driver says it all. */
  residual: SQL[];
  /** Words are looked up in each month's own index, which costs the more the more months there are. */
  isByWords: boolean;
  fromMs: number | null;
  toMs: number | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How a list with these filters is read; null where nothing can match. */
export async function planOf(ctx: Ctx, filter: ChangeFilter): Promise<ListPlan | null> {
  const text = filter.q ? await readText(ctx, filter.q) : null;
  const serviceIds = await idsOfServices(ctx, filter.service);
  const authorIds = asked(filter.author)?.filter((id) => UUID.test(id));
  if (serviceIds?.length === 0 || authorIds?.length === 0 || isEmptyText(text)) return null;
  const span = narrowed(await spanAsked(ctx, filter), text);
  const drivers = driversOf(filter, text, serviceIds, authorIds);
  const driver = drivers.find((one) => one !== null) ?? { driver: plain(sql`true`), covers: null };
  const residual = conditionsOf(filter, serviceIds, authorIds, text).filter(
    ({ name }) => name !== driver.covers,
  );
  return {
    driver: driver.driver,
    residual: residual.map(({ condition }) => condition),
    isByWords: driver.covers === "q" && text?.words != null,
    ...span,
  };
}

/** "ai" is what several filters ask for together: that AI took part. */
type FilterName = keyof ChangeFilter | "ai";

const plain = (condition: SQL): Driver => ({ table: "change", condition });

/** By how few rows they usually bring, the fewest first; `covers` is the filter that needs no second look. */
function driversOf(
  filter: ChangeFilter,
  text: TextSearch | null,
  serviceIds: readonly string[] | undefined,
  authorIds: readonly string[] | undefined,
): ({ driver: Driver; covers: FilterName | null } | null)[] {
  const standing = asked(filter.standing);
  const verdict = asked(filter.verdict);
  const signOff = asked(filter.signOff);
  const kinds = asked(filter.kind);
  return [
    text === null || text.named.length === 0 ? null : { driver: plain(textCondition(text)), covers: "q" },
    standing === undefined || standing.includes("detected")
      ? null
      : {
          driver: streams(sql`c.involvement_standing`, standing, "text", NOT_DETECTED),
          covers: "standing",
        },
    verdict === undefined || verdict.includes("none")
      ? null
      : { driver: streams(sql`c.verdict`, verdict, "text", WITH_VERDICT), covers: "verdict" },
    signOff === undefined || signOff.includes("none")
      ? null
      : { driver: plain(sql`c.sign_off is not null`), covers: null },
    authorIds === undefined
      ? null
      : { driver: streams(sql`c.author_id`, authorIds, "uuid"), covers: "author" },
    serviceIds === undefined
      ? null
      : {
          driver: { table: "change_service", column: sql`s.service_id`, values: serviceIds, type: "uuid" },
          covers: "service",
        },
    text === null || text.repositoryId === null
      ? null
      : { driver: plain(sql`c.repository_id = ${text.repositoryId}`), covers: null },
    text === null || text.words === null || text.pullRequest !== null
      ? null
      : { driver: plain(textCondition(text)), covers: "q" },
    // Written out, so that the planner knows that the partial index `change_ai` serves.
    isOnlyAi(filter) ? { driver: plain(sql`c.involvement = 'ai'`), covers: "ai" } : null,
    kinds === undefined || kinds.some(isFrequent)
      ? null
      : { driver: streams(sql`c.kind`, kinds, "text", OF_RARE_KIND), covers: "kind" },
  ];
}

function streams(column: SQL, values: readonly string[], type: "uuid" | "text", only?: SQL): Driver {
  return { table: "change", column, values: [...new Set(values)], type, ...(only ? { only } : {}) };
}

const NOT_DETECTED = sql`c.involvement_standing <> 'detected'`;
const WITH_VERDICT = sql`c.verdict is not null`;
const OF_RARE_KIND = sql`c.kind not in ('code', 'deployment')`;
/** Of these so many changes are that a page is soon full without an index of them. */
const isFrequent = (kind: string) => kind === "code" || kind === "deployment";

/** A grade or a tool is shown of AI's part alone. */
function isOnlyAi(filter: ChangeFilter): boolean {
  return namesOnlyAi(filter) || asked(filter.grade) !== undefined || asked(filter.tool) !== undefined;
}

const namesOnlyAi = ({ involvement }: ChangeFilter) =>
  asked(involvement)?.every((one) => one === "ai") === true;

function conditionsOf(
  filter: ChangeFilter,
  serviceIds: readonly string[] | undefined,
  authorIds: readonly string[] | undefined,
  text: TextSearch | null,
): { name: FilterName; condition: SQL }[] {
  const found: { name: FilterName; condition: SQL | null }[] = [
    { name: "author", condition: authorIds ? sql`c.author_id = any(${sql.param(authorIds)}::uuid[])` : null },
    {
      name: "service",
      condition: serviceIds ? sql`c.service_ids && ${sql.param(serviceIds)}::uuid[]` : null,
    },
    { name: "kind", condition: oneOf(sql`c.kind`, filter.kind) },
    { name: "ai", condition: isOnlyAi(filter) ? sql`c.involvement = 'ai'` : null },
    {
      name: "involvement",
      condition: namesOnlyAi(filter) ? null : oneOf(sql`c.involvement`, filter.involvement),
    },
    { name: "standing", condition: oneOf(sql`c.involvement_standing`, filter.standing) },
    { name: "grade", condition: oneOf(sql`c.ai_grade`, filter.grade) },
    { name: "tool", condition: oneOf(sql`c.ai_tool`, filter.tool) },
    { name: "level", condition: oneOf(sql`c.author_level`, filter.level, "unknown") },
    { name: "verdict", condition: oneOf(sql`c.verdict`, filter.verdict, "none") },
    { name: "signOff", condition: oneOf(sql`c.sign_off`, filter.signOff, "none") },
    { name: "environment", condition: oneOf(sql`c.environment`, filter.environment) },
    { name: "counts", condition: filter.counts ? sql`c.counts = ${filter.counts === "yes"}` : null },
    { name: "q", condition: text === null ? null : textCondition(text) },
  ];
  return found.flatMap(({ name, condition }) => (condition === null ? [] : [{ name, condition }]));
}

/** `absent` is the word for rows where the column holds nothing. */
function oneOf(column: SQL, values: readonly string[] | undefined, absent?: string): SQL | null {
  const list = asked(values);
  if (list === undefined) return null;
  const isOne = sql`${column} = any(${sql.param(list)}::text[])`;
  return absent !== undefined && list.includes(absent) ? sql`(${isOne} or ${column} is null)` : isOne;
}

function asked<T>(values: readonly T[] | undefined): readonly T[] | undefined {
  return values === undefined || values.length === 0 ? undefined : values;
}

function textCondition({ named, words, pullRequest, url }: TextSearch): SQL {
  const arms: SQL[] = [];
  if (named.length > 0) {
    const instants = named.map(({ atMs }) => new Date(atMs).toISOString());
    arms.push(sql`(c.at = any(${sql.param(instants)}::timestamptz[])
      and c.id = any(${sql.param(named.map(({ id }) => id))}::uuid[]))`);
  }
  if (url !== null) arms.push(sql`c.url = ${url}`);
  if (pullRequest !== null) arms.push(sql`c.pull_request = ${pullRequest}`);
  if (words !== null) arms.push(pullRequest === null ? words : titleNames(pullRequest));
  return arms.length === 0 ? sql`false` : sql`(${sql.join(arms, sql` or `)})`;
}

/** As the titles of squashed pull requests end: "(#123)". */
const titleNames = (pullRequest: number) => sql`c.title ~ ${`\\m${pullRequest}\\M`}`;

/** A text of nothing but signs asks for nothing. */
function isEmptyText(text: TextSearch | null): boolean {
  if (text === null) return false;
  return text.named.length === 0 && text.words === null && text.pullRequest === null && text.url === null;
}

async function idsOfServices(
  ctx: Ctx,
  slugs: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  const list = asked(slugs);
  return list === undefined ? undefined : [...(await findServiceIds(ctx, list)).values()];
}

async function spanAsked(ctx: Ctx, { from, to }: ChangeFilter) {
  if (from === undefined && to === undefined) return { fromMs: null, toMs: null };
  const zone = await workspaceZone(ctx);
  return {
    fromMs: from === undefined ? null : boundaryMs("from", from, zone),
    toMs: to === undefined ? null : boundaryMs("to", to, zone),
  };
}

/** Changes that are named and nothing else lie where they are known to lie. */
function narrowed(
  span: { fromMs: number | null; toMs: number | null },
  text: TextSearch | null,
): { fromMs: number | null; toMs: number | null } {
  if (text === null || text.named.length === 0 || text.words !== null) return span;
  const instants = text.named.map(({ atMs }) => atMs);
  return {
    fromMs: Math.max(span.fromMs ?? 0, Math.min(...instants)),
    toMs: Math.min(span.toMs ?? Number.POSITIVE_INFINITY, Math.max(...instants) + 1),
  };
}

function boundaryMs(field: string, text: string, zone: string): number {
  const ms = parseBoundary(text, zone);
  if (ms !== null) return ms;
  throw new Invalid(
    field,
    `"${field}" is neither a date such as 2026-01-31 nor an ISO 8601 instant: "${text}".`,
  );
}
