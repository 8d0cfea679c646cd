import type { Metadata } from "next";
import { headers } from "next/headers";
import { Panel, PanelBody } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { canKeepIdentityProviders } from "@/domain/access/workspace";
import { redirectAddress } from "@/server/auth/oidc/redirect-address";
import { listIdentityProviders } from "@/server/identity-provider/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";
import { SettingsFrame } from "../settings-frame";
import { ProvidersPanel } from "./providers-panel";
import { RedirectPanel } from "./redirect-panel";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const context = await pageContext((await params).workspace);
  const { ctx, workspace } = context;
  if (!canKeepIdentityProviders(ctx.actor)) {
    return (
      <SettingsFrame context={context} title="Sign-in">
        <Panel>
          <PanelBody>
            <EmptyState title="For owners only">
              Who may sign in decides about everything else, so an owner of the workspace sets it up.
            </EmptyState>
          </PanelBody>
        </Panel>
      </SettingsFrame>
    );
  }
  const [providers, teams] = await Promise.all([listIdentityProviders(ctx), listTeams(ctx)]);
  return (
    <SettingsFrame context={context} title="Sign-in">
      <ProvidersPanel
        workspace={workspace.slug}
        providers={providers}
        teams={teams.map(({ name }) => name)}
      />
      <RedirectPanel address={redirectAddress(await headers())} />
    </SettingsFrame>
  );
}
