import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { mark, policyVersion, workspace } from "@/db/schema";
import { canKeepPolicy } from "@/domain/access/policy";
import { dayOf } from "@/domain/calendar/day";
import { MINUTE_MS } from "@/domain/calendar/zone";
import { Invalid, NotFound } from "@/domain/errors";
import type { Policy, Rule } from "@/domain/sign-off/policy";
import type { PolicyVersion, PolicyVersionInput } from "@/domain/sign-off/version-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import { type Ctx, inTransaction } from "@/server/context";
import { serviceSlugs } from "@/server/repository/stored-rules";
import { queueSweep } from "@/server/sign-off/queue-assessment";
import { forgetRecentPolicies, policyInForce } from "./in-force";
import { latestRow, toPolicyVersion } from "./queries";

/** A caller's "now" is a little earlier than ours; what is further back is meant. */
const CLOCK_SKEW_MS = MINUTE_MS;
const MARK_DETAIL_MAX = 300;

interface SavePolicyCommand extends Omit<PolicyVersionInput, "policy"> {
  policy: Policy & { whenUnreachable: "open" | "closed" };
  /** The version it was made from, 0 where there was none; null for any. */
  version: number | null;
}

const NEEDS = "Keeping the policy needs the policy owner role.";

/**
 * Saves the next version; earlier ones stay as they are. What went live is judged by the policy of its time; what still
 * waits is assessed anew.
 */
export async function savePolicy(ctx: Ctx, command: SavePolicyCommand): Promise<PolicyVersion> {
  authorise(canKeepPolicy(ctx.actor), NEEDS);
  const version = await inTransaction(ctx, async (tx) => {
    const zone = await lockWorkspace(tx);
    const { row, before } = await nextVersion(tx, command);
    await tx.db.insert(policyVersion).values(row);
    await tx.db.insert(mark).values(markOf(row, zone, tx.now));
    await queueSweeps(tx, row);
    const inForce = await policyInForce(tx, tx.now);
    const saved = toPolicyVersion(tx, row, inForce?.version);
    await recordAudit(tx, {
      action: "policy.save",
      objectKind: "policy",
      objectId: tx.workspaceId,
      before: before === null ? undefined : toPolicyVersion(tx, before, undefined),
      after: saved,
    });
    return saved;
  });
  // Writers that remember the policies would not ask by this one for the next seconds.
  forgetRecentPolicies(ctx.workspaceId);
  return version;
}

/** Refuses what `savePolicy` would refuse, and says what it would save; nothing is written. */
export async function checkPolicy(ctx: Ctx, command: SavePolicyCommand): Promise<PolicyVersion> {
  authorise(canKeepPolicy(ctx.actor), NEEDS);
  const { row } = await nextVersion(ctx, command);
  return toPolicyVersion(ctx, row, undefined);
}

/** Locked, so that of two who save at once the second sees the version of the first. Returns the zone. */
async function lockWorkspace(ctx: Ctx): Promise<string> {
  const [row] = await ctx.db
    .select({ timeZone: workspace.timeZone })
    .from(workspace)
    .where(eq(workspace.workspaceId, ctx.workspaceId))
    .for("no key update");
  if (!row) throw new NotFound("workspace", ctx.workspaceId);
  return row.timeZone;
}

async function nextVersion(ctx: Ctx, { policy, reason, effectiveFrom, version }: SavePolicyCommand) {
  const before = await latestRow(ctx);
  const current = before?.version ?? 0;
  if (version !== null && version !== current) {
    throw await staleEdit(ctx, current, ["policy", ctx.workspaceId]);
  }
  const from = effectiveFrom === undefined ? ctx.now : new Date(effectiveFrom);
  if (from.getTime() < ctx.now.getTime() - CLOCK_SKEW_MS) {
    throw new Invalid(
      "effectiveFrom",
      "A policy cannot take effect in the past: what went live is judged by the policy of its time. Leave it out for now, or give a later instant.",
    );
  }
  refuseBackdated(ctx, policy.rules, before?.rules ?? []);
  await refuseUnknownServices(ctx, policy.rules);
  const { actor } = ctx;
  return {
    before,
    row: {
      workspaceId: ctx.workspaceId,
      version: current + 1,
      rules: [...policy.rules],
      whenUnreachable: policy.whenUnreachable,
      reason,
      savedBy: actor.name,
      userId: actor.kind === "user" ? actor.id : actor.kind === "token" ? actor.userId : null,
      savedAt: ctx.now,
      effectiveFrom: from.getTime() < ctx.now.getTime() ? ctx.now : from,
      generated: false,
    },
  };
}

/** A rule keeps the date that it has; a new one begins now at the earliest. */
function refuseBackdated(ctx: Ctx, rules: readonly Rule[], before: readonly Rule[]): void {
  const known = new Map(before.map(({ id, effectiveFrom }) => [id, effectiveFrom ?? null]));
  for (const [index, { id, name, effectiveFrom }] of rules.entries()) {
    if (effectiveFrom == null || known.get(id) === effectiveFrom) continue;
    if (Date.parse(effectiveFrom) >= ctx.now.getTime() - CLOCK_SKEW_MS) continue;
    throw new Invalid(
      `policy.rules.${index}.effectiveFrom`,
      `“${name}” cannot begin in the past. Leave the instant out, or give one that is not over.`,
    );
  }
}

/** A rule for a service that does not exist would never ask anything. */
async function refuseUnknownServices(ctx: Ctx, rules: readonly Rule[]): Promise<void> {
  const named = rules.flatMap(({ when }, rule) =>
    (when.services ?? []).map((slug, place) => ({
      slug,
      field: `policy.rules.${rule}.when.services.${place}`,
    })),
  );
  if (named.length === 0) return;
  const { idOf } = await serviceSlugs(ctx);
  const unknown = named.find(({ slug }) => !idOf.has(slug));
  if (unknown) throw new Invalid(unknown.field, `No service ${unknown.slug} in this workspace.`);
}

/** Charts show when what was asked changed. */
function markOf(row: typeof policyVersion.$inferInsert, zone: string, now: Date): typeof mark.$inferInsert {
  return {
    workspaceId: row.workspaceId,
    id: uuidv7({ msecs: now.getTime() }),
    kind: "policy",
    day: dayOf(row.effectiveFrom.getTime(), zone),
    title: `Policy v${row.version}`,
    detail: row.reason.slice(0, MARK_DETAIL_MAX),
    createdAt: now,
  };
}

/** When this version begins to ask something else than what stands: itself, and each of its rules. */
async function queueSweeps(
  ctx: Ctx,
  { effectiveFrom, rules }: { effectiveFrom: Date; rules: readonly Rule[] },
) {
  const dates = rules.flatMap(({ effectiveFrom: from, effectiveTo: to }) =>
    [from, to].flatMap((text) => text ?? []),
  );
  const later = dates.map((text) => Date.parse(text)).filter((ms) => ms > effectiveFrom.getTime());
  for (const ms of new Set([effectiveFrom.getTime(), ...later])) await queueSweep(ctx, new Date(ms));
}
