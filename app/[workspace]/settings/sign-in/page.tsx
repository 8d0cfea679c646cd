import type { Metadata } from "next";
import { headers } from "next/headers";
import { Page } from "@/components/shell/page";
import { Panel, PanelBody } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { canKeepIdentityProviders } from "@/domain/access/workspace";
import { redirectAddress } from "@/server/auth/oidc/redirect-address";
import { listIdentityProviders } from "@/server/identity-provider/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";
import { ProvidersPanel } from "./providers-panel";
import { RedirectPanel } from "./redirect-panel";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const crumbs = [{ label: "Settings", href: `/${workspace.slug}/settings` }];
  if (!canKeepIdentityProviders(ctx.actor)) {
    return (
      <Page title="Sign-in" crumbs={crumbs}>
        <Panel>
          <PanelBody>
            <EmptyState title="For owners only">
              Who may sign in decides about everything else, so an owner of the workspace sets it up.
            </EmptyState>
          </PanelBody>
        </Panel>
      </Page>
    );
  }
  const [providers, teams] = await Promise.all([listIdentityProviders(ctx), listTeams(ctx)]);
  return (
    <Page title="Sign-in" crumbs={crumbs}>
      <ProvidersPanel
        workspace={workspace.slug}
        providers={providers}
        teams={teams.map(({ name }) => name)}
      />
      <RedirectPanel address={redirectAddress(await headers())} />
    </Page>
  );
}
