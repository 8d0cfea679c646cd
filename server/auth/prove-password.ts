import { Conflict, Invalid } from "@/domain/errors";
import type { SignedInCtx } from "./account-context";
import { findHolderById, type PasswordHolder } from "./credential";
import { tryPassword } from "./sign-in";

/** The signed-in user, once they have given their password again; `field` is the one that holds it. */
export async function provePassword(
  ctx: SignedInCtx,
  password: string | undefined,
  field = "password",
): Promise<PasswordHolder> {
  const holder = await findHolderById(ctx.db, ctx.principal.userId);
  if (holder === null || holder.passwordHash === null) {
    throw new Conflict("password-needed", "Your account has no password yet. Set one first.", field);
  }
  if (password === undefined) throw new Invalid(field, "Give your present password.", "required");
  if (!(await tryPassword(ctx, holder.email, holder, password))) {
    throw new Invalid(field, "This is not your password.", "wrong-password");
  }
  return holder;
}
