import { Conflict, NotFound } from "@/domain/errors";
import type { SignOffInput, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { authoriseReading } from "@/server/access";
import { findChangeKey } from "@/server/change/queries";
import { type Ctx, inTransaction } from "@/server/context";
import { assessSubjects } from "./assess";
import { approveRequest, declineRequest } from "./sign";

interface SignChangeCommand extends SignOffInput {
  changeId: string;
  version?: number | null | undefined;
}

/** Signs the request that a policy made of a change, which is assessed first where nobody has yet. */
export async function signOffChange(ctx: Ctx, command: SignChangeCommand): Promise<SignOffRequestDetail> {
  authoriseReading(ctx);
  const { changeId, decision, comment, ...word } = command;
  if ((await findChangeKey(ctx, changeId)) === null) throw new NotFound("change", changeId);
  return await inTransaction(ctx, async (tx) => {
    const [assessed] = await assessSubjects(tx, [{ changeId }]);
    const id = assessed?.after?.id;
    if (id === undefined) {
      throw new Conflict("nothing-asked", "No policy asks for a sign-off of this change.");
    }
    if (decision === "declined") return await declineRequest(tx, { ...word, id, comment: comment ?? "" });
    return await approveRequest(tx, { ...word, id, comment });
  });
}
