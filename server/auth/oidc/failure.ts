import { AuthorizationResponseError, ResponseBodyError } from "openid-client";
import { SSO_REFUSALS, type SsoRefusal } from "@/domain/identity-provider/refusals";

/** A single sign-on that ends without a session: the reason is for the person, the detail for the log. */
export class SsoFailure extends Error {
  override name = "SsoFailure";

  constructor(
    readonly reason: SsoRefusal,
    readonly detail: string = SSO_REFUSALS[reason],
    /** The account that was refused, where it is known: its workspace's audit trail then says so. */
    readonly userId: string | null = null,
  ) {
    super(detail);
  }
}

const TEXT_MAX = 400;

/** What went wrong, without what came with it: an error of the protocol carries tokens and claims in its cause. */
export function detailOf(error: unknown): string {
  const texts: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if (at instanceof AuthorizationResponseError || at instanceof ResponseBodyError) {
      texts.push([at.error, at.error_description].filter(Boolean).join(": "));
    } else {
      texts.push(at.message);
    }
  }
  return texts.join(" / ").slice(0, TEXT_MAX) || "an unknown error";
}
