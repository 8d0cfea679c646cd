import { and, eq } from "drizzle-orm";
import { agent } from "@/db/schema";
import { canKeepAgents } from "@/domain/access/agent";
import type { AgentEdit, RegisteredAgent } from "@/domain/agent/schema";
import { NotFound } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import { type Ctx, inTransaction } from "@/server/context";
import { columnsOf } from "./entry";
import { findAgentRow, KEEPING_NEEDS, toAgent } from "./queries";
import { revokeLeaves } from "./revoke-leaves";

/** Changes what is named. Leave that the entry would not give any more ends with it. */
export function editAgent(
  ctx: Ctx,
  { slug, version, edit }: { slug: string; version: number | null; edit: AgentEdit },
): Promise<RegisteredAgent> {
  authorise(canKeepAgents(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findAgentRow(tx, slug, "no key update");
    if (row === null) throw new NotFound("agent", slug);
    if (version !== null && version !== row.version)
      throw await staleEdit(tx, row.version, ["agent", row.id]);
    const { disabled, ...fields } = edit;
    const [changed] = await tx.db
      .update(agent)
      .set({
        ...(await columnsOf(tx, fields)),
        ...(disabled === undefined ? {} : { disabledAt: disabled ? (row.disabledAt ?? tx.now) : null }),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(and(eq(agent.workspaceId, tx.workspaceId), eq(agent.id, row.id)))
      .returning();
    const now = changed ?? row;
    if (fields.permissions !== undefined || disabled === true) await revokeLeaves(tx, now);
    const before = await toAgent(tx, row);
    const after = await toAgent(tx, now);
    const isSwitched = (before.disabledAt === null) !== (after.disabledAt === null);
    await recordAudit(tx, {
      action: isSwitched ? (after.disabledAt === null ? "agent.enable" : "agent.disable") : "agent.edit",
      objectKind: "agent",
      objectId: row.id,
      before,
      after,
    });
    return after;
  });
}
