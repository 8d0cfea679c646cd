import { and, asc, desc, eq, gt, lt, lte } from "drizzle-orm";
import { policyVersion } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import type { PolicyState, PolicyVersion } from "@/domain/sign-off/version-schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

type PolicyRow = typeof policyVersion.$inferSelect;

/** More than these to take effect later is a mistake. */
const SCHEDULED_MAX = 50;

/** The policy in force, what takes effect later, and the version to edit from. */
export async function getPolicy(ctx: Ctx): Promise<PolicyState> {
  authoriseReading(ctx);
  const [inForce, latest, scheduled] = await Promise.all([
    rowInForce(ctx),
    latestRow(ctx),
    ctx.db
      .select()
      .from(policyVersion)
      .where(and(isHere(ctx), gt(policyVersion.effectiveFrom, ctx.now)))
      .orderBy(asc(policyVersion.effectiveFrom), asc(policyVersion.version))
      .limit(SCHEDULED_MAX),
  ]);
  const wire = (row: PolicyRow) => toPolicyVersion(ctx, row, inForce?.version ?? null);
  return {
    inForce: inForce === null ? null : wire(inForce),
    scheduled: scheduled.map(wire),
    version: latest?.version ?? 0,
  };
}

/** Newest first. */
export async function listPolicyVersions(
  ctx: Ctx,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ versions: PolicyVersion[]; next: number | null }> {
  authoriseReading(ctx);
  const [inForce, rows] = await Promise.all([
    rowInForce(ctx),
    ctx.db
      .select()
      .from(policyVersion)
      .where(and(isHere(ctx), before === undefined ? undefined : lt(policyVersion.version, before)))
      .orderBy(desc(policyVersion.version))
      .limit(limit + 1),
  ]);
  const page = rows.slice(0, limit);
  return {
    versions: page.map((row) => toPolicyVersion(ctx, row, inForce?.version ?? null)),
    next: rows.length > limit ? (page.at(-1)?.version ?? null) : null,
  };
}

export async function getPolicyVersion(ctx: Ctx, version: number): Promise<PolicyVersion> {
  authoriseReading(ctx);
  const [inForce, [row]] = await Promise.all([
    rowInForce(ctx),
    ctx.db
      .select()
      .from(policyVersion)
      .where(and(isHere(ctx), eq(policyVersion.version, version))),
  ]);
  if (!row) throw new NotFound("policy version", String(version));
  return toPolicyVersion(ctx, row, inForce?.version ?? null);
}

/** The last to take effect by now. */
export async function rowInForce(ctx: Ctx): Promise<PolicyRow | null> {
  const [row] = await ctx.db
    .select()
    .from(policyVersion)
    .where(and(isHere(ctx), lte(policyVersion.effectiveFrom, ctx.now)))
    .orderBy(desc(policyVersion.effectiveFrom), desc(policyVersion.version))
    .limit(1);
  return row ?? null;
}

/** The last that was saved. */
export async function latestRow(ctx: Ctx): Promise<PolicyRow | null> {
  const [row] = await ctx.db
    .select()
    .from(policyVersion)
    .where(isHere(ctx))
    .orderBy(desc(policyVersion.version))
    .limit(1);
  return row ?? null;
}

const isHere = ({ workspaceId }: Ctx) => eq(policyVersion.workspaceId, workspaceId);

export function toPolicyVersion(
  { now }: Ctx,
  row: Omit<PolicyRow, "workspaceId" | "userId">,
  inForce: number | null,
): PolicyVersion {
  const { version, rules, whenUnreachable, reason, savedBy, generated } = row;
  const isLater = row.effectiveFrom.getTime() > now.getTime();
  return {
    version,
    // Stored as it was parsed, so that it has the form of the schema.
    rules: rules as PolicyVersion["rules"],
    whenUnreachable,
    reason,
    savedBy,
    savedAt: row.savedAt.toISOString(),
    effectiveFrom: row.effectiveFrom.toISOString(),
    standing: version === inForce ? "in-force" : isLater ? "scheduled" : "past",
    generated,
  };
}
