import { and, asc, desc, eq, gt, lt } from "drizzle-orm";
import { policyVersion } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import type { PolicyState, PolicyVersion } from "@/domain/sign-off/version-schema";
import { authoriseReading } from "@/server/access";
import { askAll, type Ctx } from "@/server/context";
import { policyInForce } from "./in-force";

type PolicyRow = typeof policyVersion.$inferSelect;

/** More than these to take effect later is a mistake. */
const SCHEDULED_MAX = 50;

/** The policy in force, what takes effect later, and the version to edit from. */
export async function getPolicy(ctx: Ctx): Promise<PolicyState> {
  authoriseReading(ctx);
  const [row, latest, scheduled] = await askAll(
    ctx,
    () => policyInForce(ctx, ctx.now).then((found) => rowOf(ctx, found?.version)),
    () => latestRow(ctx),
    () =>
      ctx.db
        .select()
        .from(policyVersion)
        .where(and(isHere(ctx), gt(policyVersion.effectiveFrom, ctx.now)))
        .orderBy(asc(policyVersion.effectiveFrom), asc(policyVersion.version))
        .limit(SCHEDULED_MAX),
  );
  const wire = (one: PolicyRow) => toPolicyVersion(ctx, one, row?.version);
  return {
    inForce: row === null ? null : wire(row),
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
  const [inForce, rows] = await askAll(
    ctx,
    () => policyInForce(ctx, ctx.now),
    () =>
      ctx.db
        .select()
        .from(policyVersion)
        .where(and(isHere(ctx), before === undefined ? undefined : lt(policyVersion.version, before)))
        .orderBy(desc(policyVersion.version))
        .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  return {
    versions: page.map((row) => toPolicyVersion(ctx, row, inForce?.version)),
    next: rows.length > limit ? (page.at(-1)?.version ?? null) : null,
  };
}

export async function getPolicyVersion(ctx: Ctx, version: number): Promise<PolicyVersion> {
  authoriseReading(ctx);
  const [inForce, row] = await askAll(
    ctx,
    () => policyInForce(ctx, ctx.now),
    () => rowOf(ctx, version),
  );
  if (row === null) throw new NotFound("policy version", String(version));
  return toPolicyVersion(ctx, row, inForce?.version);
}

async function rowOf(ctx: Ctx, version: number | undefined): Promise<PolicyRow | null> {
  if (version === undefined) return null;
  const [row] = await ctx.db
    .select()
    .from(policyVersion)
    .where(and(isHere(ctx), eq(policyVersion.version, version)));
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
  inForce: number | undefined,
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
