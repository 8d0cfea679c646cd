import { Invalid } from "@/domain/errors";
import { LEVELS, type Level } from "@/domain/person/levels";
import { parseCriticality } from "@/domain/service/schema";
import { type ColumnMapping, type CsvKind, chosenMapping } from "./csv-mapping";
import { refusal } from "./incident-draft";
import { type DateOrder, dateOrderOf, readDay } from "./instant";
import { type CsvRow, cell, cellList } from "./json-value";
import {
  emptyPlan,
  type ImportOptions,
  type ImportPlan,
  type ImportRefusal,
  type NormalizedDependency,
  type NormalizedPerson,
  type NormalizedService,
} from "./plan";
import { slugOf } from "./service-registry";

type Refuse = (field: string, code: string, reason: string) => null;

/** Walks the rows; a row that returns null has said why. */
function readRows<T>(
  rows: readonly CsvRow[],
  refusals: ImportRefusal[],
  refOf: (row: CsvRow) => string,
  read: (row: CsvRow, number: number, refuse: Refuse) => T | null,
): T[] {
  const records: T[] = [];
  for (const [index, row] of rows.entries()) {
    const refuse: Refuse = (field, code, reason) => {
      refusals.push(refusal(index + 1, refOf(row), field, code, reason));
      return null;
    };
    const record = read(row, index + 1, refuse);
    if (record !== null) records.push(record);
  }
  return records;
}

function mappingWith(
  headers: readonly string[],
  kind: CsvKind,
  options: ImportOptions,
  anyOf: readonly string[],
): ColumnMapping {
  const mapping = chosenMapping(headers, kind, options.mapping);
  if (anyOf.some((target) => mapping[target] !== undefined)) return mapping;
  const message = `Choose the column that holds ${anyOf.join(" or ")}; none was recognized.`;
  throw new Invalid("mapping", message, "mapping-incomplete");
}

/** Services: slug, name, weight, objective, team, tracked from, and what each depends on. */
export function importServicesCsv(
  headers: readonly string[],
  rows: readonly CsvRow[],
  options: ImportOptions = {},
): ImportPlan {
  const plan = emptyPlan("services-csv");
  const mapping = mappingWith(headers, "services-csv", options, ["name", "slug"]);
  const order = dateOrderOf(rows.map((row) => cell(row, mapping.trackedFrom)));
  const slugs = new Set<string>();
  const refOf = (row: CsvRow) => cell(row, mapping.slug) || cell(row, mapping.name);
  plan.services = readRows(rows, plan.refusals, refOf, (row, number, refuse) => {
    const service = readService(row, number, mapping, order, refuse);
    if (service === null) return null;
    if (slugs.has(service.slug)) {
      return refuse("slug", "duplicate", `The slug ${service.slug} stands in the file twice; keep one row.`);
    }
    const dependencies = readDependencyList(cell(row, mapping.dependsOn), service.slug, number, refuse);
    if (dependencies === null) return null;
    slugs.add(service.slug);
    plan.dependencies.push(...dependencies);
    return service;
  });
  return plan;
}

function readService(
  row: CsvRow,
  number: number,
  mapping: ColumnMapping,
  order: DateOrder,
  refuse: Refuse,
): NormalizedService | null {
  const name = cell(row, mapping.name) || cell(row, mapping.slug);
  if (!name) return refuse("name", "missing-field", "The row has neither a name nor a slug; fill in one.");
  const slug = slugOf(cell(row, mapping.slug) || name);
  if (!slug) {
    return refuse(
      "slug",
      "bad-slug",
      `"${name.slice(0, 40)}" gives no slug; add one of letters, digits and dashes.`,
    );
  }
  const weightText = cell(row, mapping.weight);
  const weight = weightText === "" ? undefined : Number(weightText.replace(",", "."));
  if (weight !== undefined && !(weight > 0 && weight <= 1e6)) {
    return refuse(
      "weight",
      "bad-weight",
      `The weight "${weightText.slice(0, 40)}" must be a number above 0.`,
    );
  }
  const sloText = cell(row, mapping.sloTarget);
  const sloTarget = sloText === "" ? undefined : objectiveOf(sloText);
  if (sloTarget === null) {
    const reason = `The objective "${sloText.slice(0, 40)}" must lie between 0 and 100 %, such as 99.9 or 0.999.`;
    return refuse("sloTarget", "bad-objective", reason);
  }
  const trackedText = cell(row, mapping.trackedFrom);
  const tracked = trackedText === "" ? undefined : readDay(trackedText, order);
  if (tracked && "problem" in tracked) return refuse("trackedFrom", "bad-date", `${tracked.problem}.`);
  const team = cell(row, mapping.team).slice(0, 120);
  return {
    slug,
    name: name.slice(0, 120),
    firstSeenAt: null,
    ...(weight === undefined ? {} : { weight }),
    ...(sloTarget === undefined ? {} : { sloTarget }),
    ...(team ? { team } : {}),
    ...(tracked ? { trackedFrom: tracked.day } : {}),
    row: number,
  };
}

/** 99.9, "99.9 %" and 0.999 are the same objective; 100 % leaves no error budget and is refused. */
function objectiveOf(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*%?$/.exec(text.trim());
  if (!match) return null;
  const digits = (match[1] ?? "").replace(",", ".");
  const value = Number(digits);
  const ratio = value > 1 || text.includes("%") ? Number((value / 100).toPrecision(15)) : value;
  return ratio > 0 && ratio < 1 ? ratio : null;
}

/** "db; cache:soft" as dependencies of a service. */
function readDependencyList(
  text: string,
  service: string,
  row: number,
  refuse: Refuse,
): NormalizedDependency[] | null {
  const dependencies = new Map<string, NormalizedDependency>();
  for (const entry of cellList(text, /[;|,\n]/)) {
    const match = /^(.*?)\s*(?:[:=]\s*([\w-]+)|\(([\w-]+)\))?$/.exec(entry);
    const word = match?.[2] ?? match?.[3];
    const criticality = word === undefined ? "hard" : parseCriticality(word);
    const dependsOn = slugOf(match?.[1] ?? entry);
    if (criticality === null || !dependsOn) {
      return refuse(
        "dependsOn",
        "bad-dependency",
        `"${entry.slice(0, 60)}" must be a slug, or slug:hard or slug:soft.`,
      );
    }
    if (dependsOn === service) {
      return refuse(
        "dependsOn",
        "self-dependency",
        `${service} cannot depend on itself; take it out of depends_on.`,
      );
    }
    dependencies.set(dependsOn, { service, dependsOn, criticality, row });
  }
  return [...dependencies.values()];
}

export function importDependenciesCsv(
  headers: readonly string[],
  rows: readonly CsvRow[],
  options: ImportOptions = {},
): ImportPlan {
  const plan = emptyPlan("dependencies-csv");
  const mapping = mappingWith(headers, "dependencies-csv", options, ["service"]);
  mappingWith(headers, "dependencies-csv", options, ["dependsOn"]);
  const refOf = (row: CsvRow) => `${cell(row, mapping.service)} -> ${cell(row, mapping.dependsOn)}`;
  const seen = new Set<string>();
  const lists = readRows(rows, plan.refusals, refOf, (row, number, refuse) => {
    const service = slugOf(cell(row, mapping.service));
    if (!service)
      return refuse("service", "missing-field", "The service is empty; name the one that depends.");
    const word = cell(row, mapping.criticality);
    const criticality = word === "" ? "hard" : parseCriticality(word);
    if (criticality === null) {
      const reason = `The criticality "${word.slice(0, 40)}" must be hard (fails with it) or soft (works without it).`;
      return refuse("criticality", "bad-criticality", reason);
    }
    const list = readDependencyList(
      cell(row, mapping.dependsOn).replaceAll(":", " "),
      service,
      number,
      refuse,
    );
    if (list === null) return null;
    if (list.length === 0)
      return refuse("dependsOn", "missing-field", "depends_on is empty; name what it depends on.");
    const fresh = list.filter(({ dependsOn }) => !seen.has(`${service}/${dependsOn}`));
    if (fresh.length === 0)
      return refuse("dependsOn", "duplicate", "This dependency stands in the file twice.");
    for (const { dependsOn } of fresh) seen.add(`${service}/${dependsOn}`);
    return fresh.map((dependency) => ({ ...dependency, criticality }));
  });
  plan.dependencies = lists.flat();
  return plan;
}

const LEVEL_WORDS: readonly (readonly [RegExp, Level])[] = [
  [/\b(manager|director|head|vp|chief|em)\b/, "manager"],
  [/\b(principal|staff|distinguished|fellow|architect)\b/, "principal"],
  [/\b(senior|sr|lead|iii)\b/, "senior"],
  [/\b(junior|jr|intern|trainee|graduate|entry|associate|apprentice)\b/, "junior"],
  [/\b(mid|middle|intermediate|regular|engineer|developer|ii|sre)\b/, "mid"],
];

function levelOf(text: string): Level | null {
  const word = text.trim().toLowerCase();
  const exact = LEVELS.find((level) => level === word);
  return exact ?? LEVEL_WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

/** The roster: people with their handles, level, team and the days they are on it. */
export function importPeopleCsv(
  headers: readonly string[],
  rows: readonly CsvRow[],
  options: ImportOptions = {},
): ImportPlan {
  const plan = emptyPlan("people-csv");
  const mapping = mappingWith(headers, "people-csv", options, ["name", "email", "handles"]);
  const order = dateOrderOf(
    rows.flatMap((row) => [cell(row, mapping.activeFrom), cell(row, mapping.activeTo)]),
  );
  const refOf = (row: CsvRow) => cell(row, mapping.email) || cell(row, mapping.name);
  const owners = new Map<string, number>();
  plan.people = readRows(rows, plan.refusals, refOf, (row, number, refuse) => {
    const person = readPerson(row, number, mapping, order, refuse);
    if (person === null) return null;
    for (const key of [person.email, ...person.handles]) {
      const owner = key === undefined ? undefined : owners.get(key.toLowerCase());
      if (owner === undefined) continue;
      const field = key === person.email ? "email" : "handles";
      return refuse(field, "duplicate", `${key} stands in row ${owner} already; each belongs to one person.`);
    }
    for (const key of [person.email, ...person.handles])
      if (key !== undefined) owners.set(key.toLowerCase(), number);
    return person;
  });
  return plan;
}

function readPerson(
  row: CsvRow,
  number: number,
  mapping: ColumnMapping,
  order: DateOrder,
  refuse: Refuse,
): NormalizedPerson | null {
  const email = cell(row, mapping.email).toLowerCase();
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    return refuse(
      "email",
      "bad-email",
      `"${email.slice(0, 60)}" is no e-mail address; correct it or leave it out.`,
    );
  }
  const handles = cellList(cell(row, mapping.handles), /[;|,\s]+/).map((handle) =>
    handle.replace(/^@/, "").slice(0, 120),
  );
  const name = (cell(row, mapping.name) || email.split("@")[0] || handles[0] || "").slice(0, 200);
  if (!name) return refuse("name", "missing-field", "The row names nobody; fill in name, email or handle.");
  const levelText = cell(row, mapping.level);
  const level = levelText === "" ? undefined : levelOf(levelText);
  if (level === null) {
    const reason = `The level "${levelText.slice(0, 40)}" must be junior, mid, senior, principal or manager.`;
    return refuse("level", "bad-level", reason);
  }
  const days: { activeFrom?: string; activeTo?: string } = {};
  for (const target of ["activeFrom", "activeTo"] as const) {
    const text = cell(row, mapping[target]);
    if (text === "") continue;
    const reading = readDay(text, order);
    if ("problem" in reading) return refuse(target, "bad-date", `${mapping[target]}: ${reading.problem}.`);
    days[target] = reading.day;
  }
  if (days.activeFrom && days.activeTo && days.activeTo < days.activeFrom) {
    const reason = `The last day (${days.activeTo}) lies before the first (${days.activeFrom}); correct one of the two.`;
    return refuse("activeTo", "end-before-start", reason);
  }
  const team = cell(row, mapping.team).slice(0, 120);
  return {
    name,
    ...(email ? { email } : {}),
    handles: [...new Set(handles)],
    ...(level === undefined ? {} : { level }),
    ...(team ? { team } : {}),
    ...days,
    row: number,
  };
}
