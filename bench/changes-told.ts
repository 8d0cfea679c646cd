import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { ensureMonths } from "@/db/partitions";
import { person, personHandle, personLevel, service, workspace } from "@/db/schema";
import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import type { Ctx } from "@/server/context";

const NOW = new Date("2026-03-18T12:00:00Z");
const SERVICES = 50;
const PEOPLE = 400;
const REPOSITORIES = 20;
const DAYS = 60;
const DAY_MS = 86_400_000;

export const services: string[] = [];
export const people: string[] = [];

export async function makeLedger({ db }: DatabaseHandle): Promise<Ctx> {
  const workspaceId = uuidv7();
  const stamps = { createdAt: NOW, updatedAt: NOW };
  services.length = 0;
  people.length = 0;
  await db
    .insert(workspace)
    .values({ workspaceId, slug: `b-${workspaceId}`, name: "Bench", timeZone: "Europe/Berlin", ...stamps });
  const made = Array.from({ length: SERVICES }, (_, index) => ({
    workspaceId,
    id: uuidv7(),
    slug: `service-${index}`,
    name: `Service ${index}`,
    trackedFrom: NOW,
    ...stamps,
  }));
  services.push(...made.map(({ id }) => id));
  await insertRows(db, service, made);
  const roster = Array.from({ length: PEOPLE }, (_, index) => ({
    workspaceId,
    id: uuidv7(),
    name: `Person ${index}`,
    ...stamps,
  }));
  people.push(...roster.map(({ id }) => id));
  await insertRows(db, person, roster);
  await insertRows(
    db,
    personHandle,
    roster.map(({ id }, index) => ({
      workspaceId,
      kind: "login" as const,
      handle: `dev-${index}`,
      personId: id,
    })),
  );
  await insertRows(
    db,
    personLevel,
    roster.map(({ id }) => ({
      workspaceId,
      personId: id,
      effectiveFrom: "2020-01-01",
      level: "senior" as const,
    })),
  );
  await ensureMonths(
    db,
    Array.from({ length: DAYS + 1 }, (_, day) => new Date(NOW.getTime() - day * DAY_MS)),
  );
  const actor = { kind: "system", name: "bench" } as const;
  return { db, actor, now: NOW, workspaceId, requestId: "bench" };
}

let sequence = 0;
/** So that a hundred and twenty thousand fill the days. */
const STEP_MS = 43_200;
const SPAN_MS = DAYS * DAY_MS;

/** As pipelines tell of changes, in the order of time: one in three was written with a tool's help. */
export function told(externalId: string): Record<string, unknown> {
  sequence += 1;
  const n = sequence;
  const at = new Date(NOW.getTime() - SPAN_MS + ((n * STEP_MS) % SPAN_MS));
  return {
    kind: n % 4 === 0 ? "config" : n % 4 === 1 ? "feature-flag" : "deployment",
    title: `Raise the connection limit of pool ${n % 977} and drain ${n % 31}`,
    source: "pipeline",
    externalId,
    services: [`service-${n % SERVICES}`],
    environment: "production",
    author: { login: `dev-${n % PEOPLE}` },
    additions: n % 300,
    deletions: n % 40,
    files: 1 + (n % 9),
    deployedAt: at.toISOString(),
    ...(n % 3 === 0 ? { ai: { role: "wrote-code", tool: "Claude Code" } } : {}),
  };
}

/** The same in no order: each is of another day than the one before. */
export function toldInNoOrder(externalId: string): Record<string, unknown> {
  const one = told(externalId);
  const at = new Date(NOW.getTime() - ((sequence * 7_919_000) % SPAN_MS));
  return { ...one, deployedAt: at.toISOString() };
}

/** The same with the repository and the revision that pipelines know, for which others' changes are looked at. */
export function toldOfRepository(externalId: string): Record<string, unknown> {
  const one = told(externalId);
  const revision = ((sequence * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, "0").repeat(5);
  return { ...one, repository: `github.com/acme/shop-${sequence % REPOSITORIES}`, revision };
}

/** Made before they are told, so that only the telling is measured. */
export function inputs(id: () => string): () => ChangeInput {
  const made = Array.from({ length: 60_000 }, () => input(id()));
  let next = 0;
  return () => made[next++] ?? input(id());
}

export const input = (externalId: string): ChangeInput => changeInputSchema.parse(told(externalId));

export const BARE_COLUMNS = [
  "workspace_id",
  "id",
  "at",
  "kind",
  "title",
  "environment",
  "production",
  "service_ids",
  "author_id",
  "author_name",
  "author_level",
  "additions",
  "deletions",
  "files",
  "deployed_at",
  "involvement",
  "counts",
  "source",
  "created_at",
  "updated_at",
] as const;

export type BareRow = (string | number | boolean | null)[];

export function bareRow(ctx: Ctx, externalId: string): BareRow {
  const one = told(externalId);
  const at = String(one.deployedAt);
  const now = NOW.toISOString();
  return [
    ctx.workspaceId,
    uuidv7(),
    at,
    String(one.kind),
    String(one.title),
    "production",
    true,
    `{${services[sequence % SERVICES]}}`,
    people[sequence % PEOPLE] ?? null,
    `dev-${sequence % PEOPLE}`,
    "senior",
    Number(one.additions),
    Number(one.deletions),
    Number(one.files),
    at,
    one.ai ? "ai" : "unknown",
    true,
    "api",
    now,
    now,
  ];
}
