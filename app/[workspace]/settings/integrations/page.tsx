import type { Metadata } from "next";
import Link from "next/link";
import { NeedsRole } from "@/components/access/needs-role";
import { SourcesPanel } from "@/components/integration/sources-panel";
import { canKeepIntegrations } from "@/domain/access/change";
import { listIntegrations } from "@/server/integrations/queries";
import { pageContext } from "@/server/workspace/resolve";
import { SettingsFrame } from "../settings-frame";

export const metadata: Metadata = { title: "Integrations" };

export default async function IntegrationsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const context = await pageContext((await params).workspace);
  const { ctx, workspace } = context;
  if (!canKeepIntegrations(ctx.actor)) {
    return (
      <SettingsFrame context={context} title="Integrations">
        <NeedsRole title="For admins only">
          Integrations hold secrets and what their senders sent, so an admin of the workspace keeps them.
        </NeedsRole>
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame context={context} title="Integrations">
      <SourcesPanel
        workspace={workspace.slug}
        integrations={await listIntegrations(ctx)}
        now={ctx.now.toISOString()}
        zone={workspace.timeZone}
      />
      <p className="max-w-[760px] text-ink-2">
        A pipeline can also tell of a change itself, with{" "}
        <a href="/reference" className="link">
          POST /api/v1/changes
        </a>{" "}
        and a{" "}
        <Link href={`/${workspace.slug}/settings/tokens`} className="link">
          token
        </Link>
        . What lies in the past comes from a clone:{" "}
        <code className="font-mono text-[0.92em]">npx faultline import git PATH</code>. Which files belong to
        which service stands under{" "}
        <Link href={`/${workspace.slug}/settings/repositories`} className="link">
          Repositories
        </Link>
        .
      </p>
    </SettingsFrame>
  );
}
