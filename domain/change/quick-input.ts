import { AI_ROLES } from "@/domain/cause/kinds";
import { CHANGE_KIND_VALUES, CHANGE_OUTCOMES } from "./kinds";
import type { ChangeInput } from "./schema";

/** Without white space at its ends, which the contract takes away; of ASCII there, so that it is quickly told. */
function isWords(value: unknown, max: number): boolean {
  if (typeof value !== "string" || value.length === 0 || value.length > max) return false;
  const [first, last] = [value.charCodeAt(0), value.charCodeAt(value.length - 1)];
  return first > 32 && first < 127 && last > 32 && last < 127;
}

const isNullOr = (is: (value: unknown) => boolean) => (value: unknown) => value === null || is(value);
const words = (max: number) => (value: unknown) => isWords(value, max);
const matches = (pattern: RegExp) => (value: unknown) => typeof value === "string" && pattern.test(value);
const oneOf = (values: readonly string[]) => {
  const known = new Set<unknown>(values);
  return (value: unknown) => known.has(value);
};
const listOf = (is: (value: unknown) => boolean, max: number) => (value: unknown) =>
  Array.isArray(value) && value.length <= max && value.every(is);

/** In UTC, on a day that every such month has. */
const isInstant = matches(
  /^20\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/,
);
const isUrl = matches(/^https?:\/\/[a-z0-9]+(?:\.[a-z0-9]+)*\.[a-z]+(?:\/[\w.~/-]*)?$/);
const isCount = (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2_000_000_000;
const isText = (value: unknown) => value === "" || isWords(value, 50_000);

type Check = (value: unknown) => boolean;

const AUTHOR: Record<string, Check> = {
  login: words(120),
  email: words(320),
  name: words(200),
  bot: (value) => typeof value === "boolean",
};
const AI: Record<string, Check> = {
  role: oneOf(AI_ROLES),
  tool: isNullOr(words(120)),
  model: isNullOr(words(120)),
  statement: words(1000),
};
const FIELDS: Record<string, Check> = {
  kind: oneOf(CHANGE_KIND_VALUES),
  title: words(500),
  description: isNullOr(isText),
  source: words(200),
  externalId: words(300),
  asOf: isInstant,
  url: isNullOr((value) => isUrl(value) && String(value).length <= 2000),
  repository: isNullOr(words(300)),
  revision: isNullOr(matches(/^[0-9A-Za-z][0-9A-Za-z._/+-]{0,127}$/)),
  pullRequest: isNullOr(isCount),
  branch: isNullOr(words(300)),
  labels: listOf(words(200), 200),
  services: listOf(matches(/^[a-z0-9][a-z0-9._-]{0,79}$/), 200),
  paths: listOf((value) => typeof value === "string" && value.length <= 1000, 5000),
  environment: words(120),
  author: isNullOr((value) => areFields(value, AUTHOR) && hasName(value)),
  additions: isNullOr(isCount),
  deletions: isNullOr(isCount),
  files: isNullOr(isCount),
  authoredAt: isNullOr(isInstant),
  mergedAt: isNullOr(isInstant),
  deployedAt: isNullOr(isInstant),
  outcome: isNullOr(oneOf(CHANGE_OUTCOMES)),
  // The role's default is the contract's to give.
  ai: isNullOr((value) => areFields(value, AI) && "role" in value),
};

function areFields(value: unknown, fields: Record<string, Check>): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const given = value as Record<string, unknown>;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name) || fields[name]?.(given[name]) !== true) return false;
  }
  return true;
}

const hasName = ({ login, email, name }: Record<string, unknown>) =>
  login !== undefined || email !== undefined || name !== undefined;

/**
 * A change as most tellers write it, where a quick look is enough to know that the contract takes it as it stands, of
 * which every line of a bulk would cost more than all else. Null says nothing: the contract is asked then.
 */
export function quickInput(value: unknown): ChangeInput | null {
  if (!areFields(value, FIELDS) || !("kind" in value && "title" in value)) return null;
  return value as unknown as ChangeInput;
}
