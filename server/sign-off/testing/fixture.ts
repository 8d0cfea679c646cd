import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { policyVersion, signOffRequest } from "@/db/schema";
import type { Grant, Role } from "@/domain/access/roles";
import type { FaultlineError } from "@/domain/errors";
import type { Level } from "@/domain/person/levels";
import type { Rule } from "@/domain/sign-off/policy";
import type { Ctx } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "@/server/person/add";
import { assessDue } from "../work";

const NOW = "2026-06-18T12:00:00.000Z";

export const SENIOR_RULE: Rule = {
  id: "senior",
  name: "A senior looks at it",
  mode: "enforce",
  when: { involvement: ["ai"], environments: ["production"] },
  require: { approvals: 1, minimumLevel: "senior", withinMinutes: 24 * 60 },
};

/** A policy on record, in effect since the beginning of the year. */
export async function putPolicy(
  ctx: Ctx,
  rules: readonly Rule[] = [SENIOR_RULE],
  { version = 1, effectiveFrom = "2026-01-01T00:00:00Z" }: { version?: number; effectiveFrom?: string } = {},
): Promise<void> {
  await ctx.db.insert(policyVersion).values({
    workspaceId: ctx.workspaceId,
    version,
    rules: [...rules],
    whenUnreachable: "closed",
    reason: "Test",
    savedBy: "Test",
    savedAt: new Date(effectiveFrom),
    effectiveFrom: new Date(effectiveFrom),
  });
}

export interface Company {
  ctx: Ctx;
  /** Ids by name. */
  people: Record<"ana" | "sam" | "kim" | "jun", string>;
}

/** A workspace with a mid-level author, two seniors and a junior, whose logins are their names. */
export async function makeCompany(
  db: Database,
  { rules }: { rules?: readonly Rule[] } = {},
): Promise<Company> {
  const ctx = await makeWorkspace(db, { now: NOW, services: [{ slug: "checkout" }] });
  await putPolicy(ctx, rules);
  const add = (name: string, level: Level) =>
    addPerson(ctx, { name, handles: [name.toLowerCase()], level }).then(({ id }) => id);
  const people = {
    ana: await add("Ana", "mid"),
    sam: await add("Sam", "senior"),
    kim: await add("Kim", "senior"),
    jun: await add("Jun", "junior"),
  };
  return { ctx, people };
}

/** The context of somebody of the roster with a role. */
export function as(
  ctx: Ctx,
  personId: string | null,
  {
    role = "reviewer",
    name = "Somebody",
    teamId = null,
  }: { role?: Role; name?: string; teamId?: string | null } = {},
): Ctx {
  const grants: Grant[] = [{ role, teamId }];
  return {
    ...ctx,
    actor: { kind: "user", id: uuidv7(), name, email: "x@example.com", personId, grants },
  };
}

export const assessed = (ctx: Ctx) => assessDue({ db: ctx.db, now: ctx.now, onFault: rethrow });

function rethrow(error: unknown): void {
  throw error;
}

export async function requestsOf(ctx: Ctx) {
  return await ctx.db
    .select()
    .from(signOffRequest)
    .where(eq(signOffRequest.workspaceId, ctx.workspaceId))
    .orderBy(signOffRequest.createdAt);
}

/** The only request there is. */
export async function onlyRequest(ctx: Ctx) {
  const rows = await requestsOf(ctx);
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`${rows.length} requests instead of one.`);
  return row;
}

export async function eventKinds(ctx: Ctx, requestId: string): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ kind: string }>(sql`
    select kind from sign_off_event where workspace_id = ${ctx.workspaceId} and request_id = ${requestId}
    order by id`);
  return rows.map(({ kind }) => kind);
}

export async function ledgerState(ctx: Ctx, changeId: string): Promise<string | null> {
  const { rows } = await ctx.db.execute<{ sign_off: string | null }>(sql`
    select sign_off from change where workspace_id = ${ctx.workspaceId} and id = ${changeId}`);
  return rows[0]?.sign_off ?? null;
}

/** How a command ended: its error's code, or "done". */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: FaultlineError) => error.code ?? String(error),
  );
