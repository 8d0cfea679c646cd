import type { Change, ChangeInput } from "@/domain/change/schema";
import { Invalid } from "@/domain/errors";
import { type AuditEntry, recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { readChange } from "./queries";
import { authoriseRecording, recordTogether, type Telling } from "./record";
import { recordPlainAnswered } from "./record-plain";

/**
 * Tells of one change and answers it as it stands then. A new one is mostly written by one statement.
 * @throws Invalid naming the field that the ledger does not take
 */
export async function recordChange(
  ctx: Ctx,
  input: ChangeInput,
): Promise<{ change: Change; isNew: boolean }> {
  authoriseRecording(ctx);
  const source = ctx.actor.kind === "user" ? "app" : "api";
  const telling: Telling = { input, source, what: ctx.actor.name };
  const made = await recordPlainAnswered(ctx, telling, (id) => eventOf(input, "change.record", id));
  if (made !== null) return { change: made, isNew: true };
  const { id, status } = await inTransaction(ctx, (tx) => recordWithEvent(tx, telling));
  return { change: await readChange(ctx, id), isNew: status === "created" };
}

async function recordWithEvent(ctx: Ctx, telling: Telling) {
  const [recorded] = await recordTogether(ctx, [telling]);
  if (recorded === undefined) throw new Error("The telling came to nothing.");
  if (recorded.status === "refused") throw new Invalid(recorded.field, recorded.reason, recorded.code);
  const { status, id } = recorded;
  if (status !== "unchanged") {
    const action = status === "created" ? "change.record" : "change.update";
    await recordAudit(ctx, eventOf(telling.input, action, id));
  }
  return recorded;
}

function eventOf(
  { kind, title, environment, services }: ChangeInput,
  action: "change.record" | "change.update",
  objectId: string,
): AuditEntry {
  return { action, objectKind: "change", objectId, after: { kind, title, environment, services } };
}
