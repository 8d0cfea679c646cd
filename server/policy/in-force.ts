import { and, eq } from "drizzle-orm";
import { namedQuery } from "@/db/named-query";
import { policyVersion } from "@/db/schema";
import type { Policy } from "@/domain/sign-off/policy";
import type { Ctx } from "@/server/context";

/** A version of the policy. The same version is the same object for as long as it is remembered. */
export interface PolicyInForce {
  version: number;
  policy: Policy;
  whenUnreachable: "open" | "closed";
  savedAt: string;
  effectiveFrom: string;
}

/** A version never changes, so what is remembered of one is right for ever; this many are kept. */
const REMEMBERED_MAX = 500;
const remembered = new Map<string, PolicyInForce>();

const PLACE = { version: policyVersion.version, savedAt: policyVersion.savedAt };

/** The policy that decides at an instant: the last to take effect by then. Null before there was any. */
export async function policyInForce(ctx: Ctx, at: Date): Promise<PolicyInForce | null> {
  return (await policyWithSlug(ctx, at)).inForce;
}

const IN_FORCE = `
  select w.slug, v.version, (extract(epoch from v.saved_at) * 1000)::float8 as "savedAtMs"
  from workspace w left join lateral (
    select version, saved_at from policy_version
    where workspace_id = w.workspace_id and effective_from <= $2
    order by effective_from desc, version desc limit 1) v on true
  where w.workspace_id = $1`;

/** The same with the workspace's slug, for whoever names pages beside. */
export async function policyWithSlug(
  ctx: Ctx,
  at: Date,
): Promise<{ inForce: PolicyInForce | null; slug: string }> {
  type Row = { slug: string; version: number | null; savedAtMs: number };
  const [row] = await namedQuery<Row>(ctx.db, IN_FORCE, [ctx.workspaceId, at]);
  if (row === undefined) return { inForce: null, slug: "" };
  const { slug, version, savedAtMs } = row;
  const inForce = version === null ? null : await recall(ctx, { version, savedAt: new Date(savedAtMs) });
  return { inForce, slug };
}

/** The policies of a workspace by their instants, for whoever asks about many. */
export interface Policies {
  /** The policy in force at an instant; null before there was any. */
  at(instant: Date): PolicyInForce | null;
}

/** Every version there is, read with one question; texts of those not seen yet take one more. */
export async function policiesInForce(ctx: Ctx): Promise<Policies> {
  const rows = await ctx.db
    .select({ ...PLACE, effectiveFrom: policyVersion.effectiveFrom })
    .from(policyVersion)
    .where(eq(policyVersion.workspaceId, ctx.workspaceId))
    .orderBy(policyVersion.effectiveFrom, policyVersion.version);
  const versions: { fromMs: number; policy: PolicyInForce }[] = [];
  for (const row of rows) {
    const policy = await recall(ctx, row);
    if (policy !== null) versions.push({ fromMs: row.effectiveFrom.getTime(), policy });
  }
  return {
    at: (instant) => versions.findLast(({ fromMs }) => fromMs <= instant.getTime())?.policy ?? null,
  };
}

/** How long the versions are taken from memory by writers that must not ask each time. */
const RECENT_MS = 2000;
const recent = new Map<string, { atMs: number; policies: Policies }>();

/** The policies as they were at most two seconds ago. */
export async function rememberedPolicies(ctx: Ctx): Promise<Policies> {
  const known = recent.get(ctx.workspaceId);
  const nowMs = ctx.now.getTime();
  if (known !== undefined && Math.abs(nowMs - known.atMs) < RECENT_MS) return known.policies;
  const policies = await policiesInForce(ctx);
  if (recent.size >= REMEMBERED_MAX) recent.clear();
  recent.set(ctx.workspaceId, { atMs: nowMs, policies });
  return policies;
}

/** Whoever saved a version says so here once it is committed, so that this process knows of it at once. */
export function forgetRecentPolicies(workspaceId: string): void {
  recent.delete(workspaceId);
}

const isVersion = (ctx: Ctx, version: number) =>
  and(eq(policyVersion.workspaceId, ctx.workspaceId), eq(policyVersion.version, version));

/** A version that was read in a transaction that came to nothing is another one when its number comes again. */
async function recall(
  ctx: Ctx,
  { version, savedAt }: { version: number; savedAt: Date },
): Promise<PolicyInForce | null> {
  const key = `${ctx.workspaceId} ${version} ${savedAt.getTime()}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const [row] = await ctx.db.select().from(policyVersion).where(isVersion(ctx, version));
  if (row === undefined) return null;
  const read: PolicyInForce = {
    version,
    policy: { rules: row.rules },
    whenUnreachable: row.whenUnreachable,
    savedAt: row.savedAt.toISOString(),
    effectiveFrom: row.effectiveFrom.toISOString(),
  };
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(key, read);
  return read;
}
