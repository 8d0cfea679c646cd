import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { aiEvidence, change, changeDetail, involvementStatement } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { canContestInvolvement, canCorrectInvolvement, canDeclareInvolvement } from "@/domain/access/change";
import { AI_ROLES } from "@/domain/cause/kinds";
import type { InvolvementStatementInput } from "@/domain/change/involvement-schema";
import { INVOLVEMENTS } from "@/domain/change/kinds";
import type { Change } from "@/domain/change/schema";
import { Conflict, Invalid, NotFound } from "@/domain/errors";
import {
  type DetectedInvolvement,
  type EffectiveInvolvement,
  effectiveInvolvement,
  type InvolvementAbilities,
  type StatedInvolvement,
  statementsInForce,
} from "@/domain/provenance/effective";
import { authorise, authoriseReading } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import type { Ctx } from "@/server/context";
import { queueWritten } from "@/server/sign-off/queue-assessment";
import { keepingDayRollup } from "./day-rollup";
import { FOUND_IN_STATEMENT, readStatements } from "./involvement-statements";
import { findChangeKey, readChange } from "./queries";
import type { ChangeRow } from "./summary";
import { teamIdsOfServices } from "./team-ids";

type Statement = typeof involvementStatement.$inferInsert;

interface StateInvolvementCommand extends InvolvementStatementInput {
  id: string;
  /** Checked when given; a statement is added, so that it never undoes another's. */
  version?: number | null;
}

const AUDIT_ACTIONS = {
  contested: "change.contest-involvement",
  corrected: "change.correct-involvement",
  declared: "change.declare-involvement",
  withdrawn: "change.withdraw-involvement",
} as const;

/** Adds a person's statement of AI's part; earlier ones stay. What stands, the figures and the trail move with it. */
export async function stateInvolvement(ctx: Ctx, command: StateInvolvementCommand): Promise<Change> {
  authorise(canContestInvolvement(ctx.actor), "Saying something of a change needs a member's role.");
  await keepingDayRollup(ctx, [command.id], async (tx) => {
    const row = await readRow(tx, command.id);
    if (command.version != null && command.version !== row.version) {
      throw await staleEdit(tx, row.version, ["change", row.id]);
    }
    const said = (await readStatements(tx, [row.id])).get(row.id) ?? [];
    await authoriseStatement(tx, row, command);
    refuseWithoutOwn(tx.actor, said, command);
    const detected = await keepDetected(tx, row);
    const statement = statementOf(tx, row, command);
    await tx.db.insert(involvementStatement).values(statement);
    await keepEvidence(tx, statement, said);
    const after = await effectiveNow(tx, row.id, detected);
    await settle(tx, row, after);
    await queueWritten(tx, [{ ...row, involvement: after.involvement, aiRole: after.role }]);
    await recordAudit(tx, {
      action: AUDIT_ACTIONS[command.kind],
      objectKind: "change",
      objectId: row.id,
      before: standingOf(row),
      after: { ...after, reason: command.reason },
    });
  });
  return readChange(ctx, command.id);
}

/** What the actor may say of a change's tag, for its page. */
export async function involvementAbilities(ctx: Ctx, id: string): Promise<InvolvementAbilities> {
  authoriseReading(ctx);
  const row = await readRow(ctx, id);
  const about = { authorId: row.authorId, teamIds: await teamIdsOfServices(ctx, row.serviceIds) };
  const said = (await readStatements(ctx, [row.id])).get(row.id) ?? [];
  const personId = "personId" in ctx.actor ? ctx.actor.personId : null;
  return {
    isOwn: personId !== null && personId === row.authorId,
    contest: canContestInvolvement(ctx.actor),
    declare: canDeclareInvolvement(ctx.actor, about),
    correct: canCorrectInvolvement(ctx.actor, about),
    withdraw: canContestInvolvement(ctx.actor) && hasOwn(ctx.actor, said),
  };
}

function isChange(ctx: Ctx, key: { id: string; at: Date }) {
  return and(eq(change.workspaceId, ctx.workspaceId), eq(change.id, key.id), eq(change.at, key.at));
}

async function readRow(ctx: Ctx, id: string): Promise<ChangeRow> {
  const key = await findChangeKey(ctx, id);
  const [row] = key === null ? [] : await ctx.db.select().from(change).where(isChange(ctx, key));
  if (!row) throw new NotFound("change", id);
  return row;
}

async function authoriseStatement(
  ctx: Ctx,
  row: ChangeRow,
  { kind }: InvolvementStatementInput,
): Promise<void> {
  if (kind !== "corrected" && kind !== "declared") return;
  const about = { authorId: row.authorId, teamIds: await teamIdsOfServices(ctx, row.serviceIds) };
  if (kind === "corrected") {
    authorise(
      canCorrectInvolvement(ctx.actor, about),
      "Correcting AI's part needs the author or the reviewer role, and is never for one's own change: contest it instead.",
    );
  } else {
    authorise(
      canDeclareInvolvement(ctx.actor, about),
      "Declaring that AI took part is for whoever made the change, or the author or reviewer role.",
    );
  }
}

/** Whoever speaks is known by the account; a service token by its name. */
function voiceOf(actor: Actor): { userId: string | null; by: string } {
  const userId = actor.kind === "user" ? actor.id : actor.kind === "token" ? actor.userId : null;
  return { userId, by: userId ?? actor.name };
}

function hasOwn(actor: Actor, said: readonly StatedInvolvement[]): boolean {
  const { contests, declarations } = statementsInForce(said);
  const { by } = voiceOf(actor);
  return [...contests, ...declarations].some((one) => one.by === by);
}

function refuseWithoutOwn(
  actor: Actor,
  said: readonly StatedInvolvement[],
  { kind }: InvolvementStatementInput,
): void {
  if (kind !== "withdrawn" || hasOwn(actor, said)) return;
  throw new Conflict(
    "nothing-to-withdraw",
    "You have no contest or declaration in force on this change. A correction is withdrawn by another correction.",
    "kind",
  );
}

/** What was detected is kept from the first statement on, so that it can be shown beside what people say. */
async function keepDetected(ctx: Ctx, row: ChangeRow): Promise<DetectedInvolvement> {
  const isDetail = and(eq(changeDetail.workspaceId, ctx.workspaceId), eq(changeDetail.changeId, row.id));
  const [detail] = await ctx.db
    .select({ detected: changeDetail.detected })
    .from(changeDetail)
    .where(isDetail);
  const kept = detail?.detected;
  if (kept) {
    return {
      ...kept,
      involvement: INVOLVEMENTS.find((one) => one === kept.involvement) ?? "unknown",
      role: AI_ROLES.find((one) => one === kept.role) ?? null,
    };
  }
  const detected = {
    involvement: row.involvement,
    role: row.aiRole,
    tool: row.aiTool,
    model: row.aiModel,
  };
  await ctx.db
    .insert(changeDetail)
    .values({ workspaceId: ctx.workspaceId, changeId: row.id, detected })
    .onConflictDoUpdate({ target: [changeDetail.workspaceId, changeDetail.changeId], set: { detected } });
  return detected;
}

/** The statement whole: what a correction or a declaration leaves out is as it stands. */
function statementOf(
  ctx: Ctx,
  row: ChangeRow,
  command: StateInvolvementCommand,
): Statement & { userId: string | null } {
  const { kind, reason } = command;
  const involvement = statedInvolvement(command);
  const isAi = involvement === "ai";
  const usual = row.kind === "agent-action" ? "acted" : "wrote-code";
  return {
    workspaceId: ctx.workspaceId,
    changeId: row.id,
    id: uuidv7({ msecs: ctx.now.getTime() }),
    kind,
    involvement,
    role: isAi ? (command.role ?? row.aiRole ?? usual) : null,
    tool: isAi ? (command.tool === undefined ? row.aiTool : command.tool) : null,
    model: isAi ? (command.model === undefined ? row.aiModel : command.model) : null,
    reason,
    statedBy: ctx.actor.name,
    userId: voiceOf(ctx.actor).userId,
    statedAt: ctx.now,
  };
}

function statedInvolvement({ kind, involvement }: InvolvementStatementInput) {
  if (kind === "corrected") {
    if (involvement !== undefined) return involvement;
    throw new Invalid("involvement", "Say what it should be: ai, automation, none-found or unknown.");
  }
  if (kind !== "declared") return null;
  if (involvement === undefined || involvement === "ai") return "ai" as const;
  throw new Invalid(
    "involvement",
    "A declaration says that AI took part. To say that it did not, contest the tag.",
  );
}

/** A declaration is evidence until it is withdrawn or said anew; the statement itself stays in the history. */
async function keepEvidence(
  ctx: Ctx,
  { id, changeId, kind, tool, reason, userId, statedBy }: Statement & { userId: string | null },
  said: readonly StatedInvolvement[],
): Promise<void> {
  if (kind !== "declared" && kind !== "withdrawn") return;
  const ended = said.filter((one) => one.kind === "declared" && one.by === (userId ?? statedBy));
  for (const one of ended) {
    await ctx.db
      .delete(aiEvidence)
      .where(
        and(
          eq(aiEvidence.workspaceId, ctx.workspaceId),
          eq(aiEvidence.changeId, changeId),
          eq(aiEvidence.id, one.id),
        ),
      );
  }
  if (kind === "withdrawn") return;
  await ctx.db.insert(aiEvidence).values({
    workspaceId: ctx.workspaceId,
    changeId,
    id,
    grade: "declared",
    tool,
    quote: reason,
    foundIn: FOUND_IN_STATEMENT,
    recordedAt: ctx.now,
  });
}

async function effectiveNow(
  ctx: Ctx,
  changeId: string,
  detected: DetectedInvolvement,
): Promise<EffectiveInvolvement> {
  const evidence = await ctx.db
    .select({ id: aiEvidence.id, grade: aiEvidence.grade })
    .from(aiEvidence)
    .where(and(eq(aiEvidence.workspaceId, ctx.workspaceId), eq(aiEvidence.changeId, changeId)));
  const said = (await readStatements(ctx, [changeId])).get(changeId) ?? [];
  return effectiveInvolvement(detected, evidence, said);
}

function standingOf(row: ChangeRow): EffectiveInvolvement {
  return {
    involvement: row.involvement,
    role: row.aiRole,
    tool: row.aiTool,
    model: row.aiModel,
    standing: row.involvementStanding,
    grade: row.aiGrade,
  };
}

async function settle(ctx: Ctx, row: ChangeRow, after: EffectiveInvolvement): Promise<void> {
  await ctx.db
    .update(change)
    .set({
      involvement: after.involvement,
      involvementStanding: after.standing,
      aiRole: after.role,
      aiTool: after.tool,
      aiModel: after.model,
      aiGrade: after.grade,
      version: row.version + 1,
      updatedAt: ctx.now,
    })
    .where(isChange(ctx, row));
}
