import { breakGlass } from "@/db/schema";
import { canBreakGlass } from "@/domain/access/sign-off";
import { Conflict } from "@/domain/errors";
import type { BreakGlass } from "@/domain/sign-off/break-glass-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { assessAbout } from "./assess-about";
import { type BreakGlassReference, isBreakGlass, lockBreakGlass, teamsAbout } from "./load";
import { readBreakGlass } from "./queries";
import { standingOf } from "./standing";

/** Ends a break-glass before its time: from now on the policy decides again. */
export function endBreakGlass(ctx: Ctx, reference: BreakGlassReference): Promise<BreakGlass> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockBreakGlass(tx, reference);
    authorise(
      canBreakGlass(tx.actor, { teamIds: await teamsAbout(tx, row) }),
      "Ending a break-glass needs a person with the responder or reviewer role for its team.",
    );
    if (standingOf(row, tx.now) !== "open") {
      throw new Conflict("not-open", "It is over already.");
    }
    const ended = { endedAt: tx.now, endedBy: tx.actor.name, version: row.version + 1 };
    await tx.db.update(breakGlass).set(ended).where(isBreakGlass(tx, row.id));
    await assessAbout(tx, { ...row, ...ended });
    await recordAudit(tx, {
      action: "break-glass.end",
      objectKind: "break-glass",
      objectId: row.id,
      before: { expiresAt: row.expiresAt.toISOString() },
      after: { endedAt: tx.now.toISOString() },
    });
    return readBreakGlass(tx, row.id);
  });
}
