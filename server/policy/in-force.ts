import { and, desc, eq, lte } from "drizzle-orm";
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
  const [row] = await ctx.db
    .select(PLACE)
    .from(policyVersion)
    .where(and(eq(policyVersion.workspaceId, ctx.workspaceId), lte(policyVersion.effectiveFrom, at)))
    .orderBy(desc(policyVersion.effectiveFrom), desc(policyVersion.version))
    .limit(1);
  return row === undefined ? null : await recall(ctx, row);
}

/** The policy that was saved last, whether or not it has taken effect. */
export async function latestPolicy(ctx: Ctx): Promise<PolicyInForce | null> {
  const [row] = await ctx.db
    .select(PLACE)
    .from(policyVersion)
    .where(eq(policyVersion.workspaceId, ctx.workspaceId))
    .orderBy(desc(policyVersion.version))
    .limit(1);
  return row === undefined ? null : await recall(ctx, row);
}

/** One version, whole; null where there is none of that number. */
export async function readPolicy(ctx: Ctx, version: number): Promise<PolicyInForce | null> {
  const [row] = await ctx.db.select(PLACE).from(policyVersion).where(isVersion(ctx, version));
  return row === undefined ? null : await recall(ctx, row);
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
