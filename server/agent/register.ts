import { v7 as uuidv7 } from "uuid";
import { agent } from "@/db/schema";
import { canKeepAgents } from "@/domain/access/agent";
import type { AgentInput, RegisteredAgent } from "@/domain/agent/schema";
import { Conflict } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { columnsOf } from "./entry";
import { KEEPING_NEEDS, toAgent } from "./queries";

/** Enters an agent: from now on it may do what its permissions say, and what is not said it may not. */
export function registerAgent(ctx: Ctx, { slug, ...input }: AgentInput): Promise<RegisteredAgent> {
  authorise(canKeepAgents(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(agent)
      .values({
        workspaceId: tx.workspaceId,
        id: uuidv7({ msecs: tx.now.getTime() }),
        slug,
        name: input.name,
        ...(await columnsOf(tx, input)),
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new Conflict(
        "agent-exists",
        `An agent with the slug ${slug} is in the register already. Choose another slug, or edit that one with PATCH.`,
        "slug",
      );
    }
    const entered = await toAgent(tx, row);
    await recordAudit(tx, {
      action: "agent.register",
      objectKind: "agent",
      objectId: row.id,
      after: entered,
    });
    return entered;
  });
}
