import type { Metadata } from "next";
import { NeedsRole } from "@/components/access/needs-role";
import { LogPage } from "@/components/log-incident/log-page";
import { Page } from "@/components/shell/page";
import { canRespond } from "@/domain/access/incident";
import { listServices } from "@/server/service/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Log incident" };

export default async function NewIncidentPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { ctx, workspace } = await pageContext(slug);
  return (
    <Page title="Log incident" crumbs={[{ label: "Incidents", href: `/${slug}/incidents` }]}>
      {canRespond(ctx.actor, { teamIds: [] }) ? (
        <LogPage workspace={workspace} services={await listServices(ctx)} />
      ) : (
        <NeedsRole title="Logging an incident needs the responder role">
          You read this workspace. To log and run incidents, ask an admin of it for the role.
        </NeedsRole>
      )}
    </Page>
  );
}
