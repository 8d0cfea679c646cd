import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { AccountFrame } from "@/components/account/account-frame";
import { EntryNote } from "@/components/account/entry-frame";
import { IdentitiesPanel } from "@/components/account/identities";
import { MembershipsPanel } from "@/components/account/memberships-panel";
import { PasswordPanel } from "@/components/account/password-panel";
import { ProfilePanel } from "@/components/account/profile-panel";
import { SessionsPanel } from "@/components/account/sessions-panel";
import { TwoFactorPanel } from "@/components/account/two-factor-panel";
import { ssoRefusalWords } from "@/domain/identity-provider/refusals";
import { getAccount } from "@/server/auth/account";
import { listIdentities } from "@/server/auth/oidc/identities";
import { listOwnSessions } from "@/server/auth/own-sessions";
import { applicationDatabase } from "@/server/database";
import { pagePrincipal } from "@/server/workspace/resolve";
import { findStartWorkspace } from "../start-workspace";
import { workspaceCookie } from "../workspace-cookie";

export const metadata: Metadata = { title: "Account" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function AccountPage({ searchParams }: { searchParams: Search }) {
  const principal = await pagePrincipal();
  if (principal === null) redirect("/sign-in?next=%2Faccount");
  const now = new Date();
  const { db } = applicationDatabase();
  const [account, sessions, sso, start, { reason }] = await Promise.all([
    getAccount(db, principal, now),
    listOwnSessions({ db, now, principal }),
    listIdentities({ db, now, requestId: uuidv7() }, principal),
    findStartWorkspace(principal, (await cookies()).get(workspaceCookie)?.value),
    searchParams,
  ]);
  const refusal = ssoRefusalWords(typeof reason === "string" ? reason : null);
  const { user, workspaces } = account;
  const hasSso = sso.identities.length + sso.connectable.length > 0;
  return (
    <AccountFrame back={workspaces.find(({ slug }) => slug === start) ?? null}>
      {refusal ? <EntryNote tone="bad">{refusal}</EntryNote> : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.25fr)] max-sm:gap-3">
        <div className="flex min-w-0 flex-col gap-4 max-sm:gap-3">
          <ProfilePanel user={user} />
          <PasswordPanel user={user} />
          <TwoFactorPanel user={user} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-sm:gap-3">
          <SessionsPanel sessions={sessions} now={now.toISOString()} />
          {hasSso ? <IdentitiesPanel {...sso} now={now.toISOString()} /> : null}
          <MembershipsPanel workspaces={workspaces} />
        </div>
      </div>
    </AccountFrame>
  );
}
