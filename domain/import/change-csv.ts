import { isTimeZone } from "@/domain/calendar/zone";
import { AI_ROLES } from "@/domain/cause/kinds";
import { Invalid } from "@/domain/errors";
import { repositoryName } from "@/domain/repository/name";
import { authorOf, changeKindOf, countOf, isYes, listOf, outcomeOf } from "./change-values";
import { type ColumnMapping, saysUtc } from "./csv-mapping";
import { type DateOrder, isoOf, readInstant } from "./instant";
import type { ImportOptions } from "./plan";
import { digestOf, slugOf } from "./service-registry";

/** A change as a row gives it, before its contract is checked; or what of the row cannot be read. */
export type ReadChange =
  | { given: Record<string, unknown>; ref: string }
  | { problem: { ref: string; field: string; code: string; reason: string } };

export const CHANGE_INSTANTS = ["deployedAt", "mergedAt", "authoredAt", "revertedAt", "asOf"] as const;
const TEXTS = ["title", "url", "repository", "revision", "branch", "environment", "reverts"] as const;
const COUNTS = ["additions", "deletions", "files", "pullRequest"] as const;
const LISTS = ["labels", "paths", "carries"] as const;

/** The system that the ids of a file are of, where it does not say so itself. */
const FILE = "file";

class Unreadable extends Error {
  constructor(
    readonly field: string,
    readonly code: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** Reads rows of one file, whose columns and zone are the same throughout. */
export class ChangeReader {
  readonly #mapping: ColumnMapping;
  readonly #options: ImportOptions;
  readonly #zones: Record<string, string>;
  readonly #order: DateOrder;
  readonly #asOf: string | undefined;

  constructor(
    mapping: ColumnMapping,
    options: ImportOptions,
    { order = "unknown", asOf }: { order?: DateOrder; asOf?: string } = {},
  ) {
    const zone = options.zone ?? "UTC";
    if (!isTimeZone(zone)) {
      throw new Invalid("zone", `"${zone}" is no time zone; write it like Europe/Berlin.`, "unknown-zone");
    }
    if (mapping.title === undefined && mapping.message === undefined) {
      throw new Invalid(
        "mapping",
        "Choose the column that holds the title; none was recognized.",
        "mapping-incomplete",
      );
    }
    this.#mapping = mapping;
    this.#options = options;
    this.#order = order;
    this.#asOf = asOf;
    this.#zones = Object.fromEntries(
      CHANGE_INSTANTS.map((target) => [target, saysUtc(mapping[target] ?? "") ? "UTC" : zone]),
    );
  }

  /** The row's change; `cell` answers the text of a column, trimmed. */
  read(cell: (column: string) => string): ReadChange {
    const at = (target: string): string => {
      const column = this.#mapping[target];
      return column === undefined ? "" : cell(column);
    };
    const ref = at("externalId") || at("revision") || at("title");
    try {
      return { given: this.#givenBy(at), ref };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { problem: { ref, field: error.field, code: error.code, reason: error.message } };
    }
  }

  #givenBy(at: (target: string) => string): Record<string, unknown> {
    const given: Record<string, unknown> = {};
    for (const target of TEXTS) put(given, target, at(target));
    for (const target of COUNTS) put(given, target, countIn(target, at(target)));
    for (const target of LISTS) put(given, target, listOf(at(target)));
    for (const target of CHANGE_INSTANTS) put(given, target, this.#instantIn(target, at(target)));
    const message = at("message");
    given.title ??= message.split("\n", 1)[0]?.trim() || undefined;
    put(given, "description", at("description") || (message.includes("\n") ? message : ""));
    put(given, "outcome", wordIn("outcome", at("outcome"), outcomeOf, "succeeded, failed or in-progress"));
    put(given, "author", authorIn(at));
    put(given, "services", this.#servicesIn(at("services")));
    put(
      given,
      "reviewers",
      listOf(at("reviewers")).map((login) => ({ login: login.replace(/^@/, "") })),
    );
    put(given, "ai", aiIn(at));
    given.kind = kindIn(at("kind"), given);
    given.asOf ??= this.#asOf;
    put(given, "source", at("source"));
    put(given, "externalId", at("externalId"));
    nameChange(given, this.#options.page);
    return given;
  }

  #servicesIn(text: string): string[] {
    const named = listOf(text).map((one) => (/^[a-z0-9][a-z0-9._-]*$/.test(one) ? one : slugOf(one)));
    const fallback = this.#options.defaultService;
    const services = named.length === 0 && fallback !== undefined ? [slugOf(fallback)] : named;
    return [...new Set(services)].map((one) => `${this.#options.servicePrefix ?? ""}${one}`);
  }

  #instantIn(target: string, text: string): string | undefined {
    if (text === "") return undefined;
    const reading = readInstant(text, this.#zones[target], this.#order);
    if ("ms" in reading) return isoOf(reading.ms);
    throw new Unreadable(target, "invalid-time", `${reading.problem}.`);
  }
}

/**
 * Gives the change the name by which it is known again: its own id, its commit, or else what it says. Without one a
 * second import would bring everything twice.
 */
export function nameChange(given: Record<string, unknown>, page: string | undefined): void {
  const { kind, repository, revision, externalId } = given;
  const isCommit = kind === "code" && typeof revision === "string" && typeof repository === "string";
  if (isCommit && repositoryName(repository) !== null) return;
  given.source ??= page ?? FILE;
  if (externalId !== undefined) return;
  const { title, url, services, environment, deployedAt, mergedAt, authoredAt } = given;
  const content = [kind, title, url, repository, revision, services, environment];
  given.externalId = `row:${digestOf(JSON.stringify([...content, deployedAt, mergedAt, authoredAt]))}`;
}

function put(given: Record<string, unknown>, target: string, value: unknown): void {
  const isNothing = value === "" || value === null || value === undefined;
  if (!isNothing && !(Array.isArray(value) && value.length === 0)) given[target] = value;
}

/** What the row says; or what went live is a deployment, and what only has a commit is code. */
function kindIn(text: string, { deployedAt, revision, mergedAt }: Record<string, unknown>): string {
  if (text === "")
    return deployedAt === undefined && (revision ?? mergedAt) !== undefined ? "code" : "deployment";
  const kind = changeKindOf(text);
  if (kind !== null) return kind;
  throw new Unreadable(
    "kind",
    "unknown-kind",
    `"${text.slice(0, 60)}" is no kind of change; write code, deployment, config, dns, infrastructure, feature-flag, data-migration or agent-action.`,
  );
}

function wordIn<T>(
  target: string,
  text: string,
  read: (text: string) => T | null,
  words: string,
): T | undefined {
  if (text === "") return undefined;
  const value = read(text);
  if (value !== null) return value;
  throw new Unreadable(target, "unknown-word", `"${text.slice(0, 60)}" is not known here; write ${words}.`);
}

function countIn(target: string, text: string): number | undefined {
  return wordIn(target, text, countOf, "a whole number");
}

function authorIn(at: (target: string) => string): Record<string, unknown> | undefined {
  const author: Record<string, unknown> = { ...authorOf(at("author")) };
  put(author, "login", at("authorLogin").replace(/^@/, ""));
  put(author, "email", at("authorEmail"));
  put(author, "name", at("authorName"));
  if (Object.keys(author).length === 0) return undefined;
  const bot = at("authorBot");
  return bot === "" ? author : { ...author, bot: isYes(bot) };
}

function aiIn(at: (target: string) => string): Record<string, unknown> | undefined {
  const ai: Record<string, unknown> = {};
  put(ai, "tool", at("aiTool"));
  put(ai, "model", at("aiModel"));
  put(ai, "statement", at("aiStatement"));
  const role = at("aiRole")
    .toLowerCase()
    .replace(/[\s_]+/g, "-");
  put(
    ai,
    "role",
    wordIn("aiRole", role, (text) => AI_ROLES.find((one) => one === text) ?? null, AI_ROLES.join(", ")),
  );
  return Object.keys(ai).length > 0 || isYes(at("ai")) ? ai : undefined;
}
