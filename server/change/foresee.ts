import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { type Refusal, readServices, refusalOf, type Telling } from "./record-inputs";

/** Which tellings the ledger would refuse, by their place; nothing is written, nor are repositories or people made. */
export async function foreseeRefusals(
  ctx: Ctx,
  tellings: readonly Telling[],
): Promise<ReadonlyMap<number, Omit<Refusal, "status">>> {
  authoriseReading(ctx);
  const services = await readServices(ctx, tellings);
  const refusals = new Map<number, Omit<Refusal, "status">>();
  for (const [place, telling] of tellings.entries()) {
    const refusal = refusalOf(ctx, telling, services);
    if (refusal === null) continue;
    const { field, code, reason } = refusal;
    refusals.set(place, { field, code, reason });
  }
  return refusals;
}
