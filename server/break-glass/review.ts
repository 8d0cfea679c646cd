import { breakGlass } from "@/db/schema";
import { canReviewBreakGlass } from "@/domain/access/sign-off";
import { Conflict } from "@/domain/errors";
import type { BreakGlass, BreakGlassReviewInput } from "@/domain/sign-off/break-glass-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { type BreakGlassReference, isBreakGlass, lockBreakGlass } from "./load";
import { isOwn, readBreakGlass } from "./queries";
import { standingOf } from "./standing";

/** Looks at a break-glass afterwards, with what came of it: another person than who opened it. */
export function reviewBreakGlass(
  ctx: Ctx,
  command: BreakGlassReference & BreakGlassReviewInput,
): Promise<BreakGlass> {
  authorise(
    canReviewBreakGlass(ctx.actor),
    "Reviewing a break-glass needs a person with the reviewer or policy owner role.",
  );
  return inTransaction(ctx, async (tx) => {
    const row = await lockBreakGlass(tx, command);
    if (isOwn(tx.actor, row)) {
      throw new Conflict("own-break-glass", "You opened it, so another person has to look at it.");
    }
    const standing = standingOf(row, tx.now);
    if (standing === "open")
      throw new Conflict("still-open", "It is open still. End it, or wait until it is over.");
    if (standing === "reviewed") throw new Conflict("already-reviewed", "Somebody has reviewed it already.");
    await tx.db
      .update(breakGlass)
      .set({
        reviewedAt: tx.now,
        reviewedBy: tx.actor.name,
        reviewNote: command.note,
        version: row.version + 1,
      })
      .where(isBreakGlass(tx, row.id));
    await recordAudit(tx, {
      action: "break-glass.review",
      objectKind: "break-glass",
      objectId: row.id,
      after: { note: command.note },
    });
    return readBreakGlass(tx, row.id);
  });
}
