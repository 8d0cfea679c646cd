import { and, eq, ne } from "drizzle-orm";
import { member } from "@/db/schema";
import { Forbidden } from "@/domain/errors";
import type { SignedInCtx } from "./account-context";

/**
 * A session by single sign-on was vouched for by one workspace's provider. It may not make a new way into the account,
 * a password or another e-mail address, when that would reach a workspace of others too.
 */
export async function refuseForeignVouching({ db, principal }: SignedInCtx): Promise<void> {
  if (principal.onlyWorkspaceId === null) return;
  const [elsewhere] = await db
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.userId, principal.userId), ne(member.workspaceId, principal.onlyWorkspaceId)))
    .limit(1);
  if (!elsewhere) return;
  throw new Forbidden(
    "You are signed in through one workspace's provider and belong to others too. Sign in with your password or a link to change this.",
  );
}
