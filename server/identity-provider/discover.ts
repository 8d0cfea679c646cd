import { canKeepIdentityProviders } from "@/domain/access/workspace";
import type { Discovery } from "@/domain/identity-provider/schema";
import { authorise } from "@/server/access";
import { environmentSettings, networkFor } from "@/server/auth/oidc/dependencies";
import { tryDiscovery } from "@/server/auth/oidc/discover";
import type { Ctx } from "@/server/context";
import { KEEPING_NEEDS } from "./queries";

/** Asks an issuer for its metadata and says what keeps Faultline from using it; nothing is stored. */
export async function testDiscovery(
  ctx: Ctx,
  { issuer, hasClientSecret }: { issuer: string; hasClientSecret: boolean },
): Promise<Discovery> {
  authorise(canKeepIdentityProviders(ctx.actor), KEEPING_NEEDS);
  return tryDiscovery(issuer, networkFor(environmentSettings(), issuer), { hasClientSecret });
}
