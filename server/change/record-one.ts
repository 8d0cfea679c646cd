import type { Change, ChangeInput } from "@/domain/change/schema";
import { Invalid } from "@/domain/errors";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { readChange } from "./queries";
import { authoriseRecording, recordChanges } from "./record";

/**
 * Tells of one change and answers it as it stands then.
 * @throws Invalid naming the field that the ledger does not take
 */
export async function recordChange(
  ctx: Ctx,
  input: ChangeInput,
): Promise<{ change: Change; isNew: boolean }> {
  authoriseRecording(ctx);
  const { id, isNew } = await inTransaction(ctx, async (tx) => {
    const source = ctx.actor.kind === "user" ? "app" : "api";
    const [recorded] = await recordChanges(tx, [{ input, source, what: ctx.actor.name }]);
    if (recorded === undefined) throw new Error("The telling came to nothing.");
    if (recorded.status === "refused") throw new Invalid(recorded.field, recorded.reason, recorded.code);
    const isNew = recorded.status === "created";
    if (recorded.status !== "unchanged") {
      const { kind, title, environment, services } = input;
      await recordAudit(tx, {
        action: isNew ? "change.record" : "change.update",
        objectKind: "change",
        objectId: recorded.id,
        after: { kind, title, environment, services },
      });
    }
    return { id: recorded.id, isNew };
  });
  return { change: await readChange(ctx, id), isNew };
}
