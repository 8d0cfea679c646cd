import type { Metadata } from "next";
import { LogPage } from "@/components/log-incident/log-page";
import { Page } from "@/components/shell/page";
import { listServices } from "@/server/service/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Log incident" };

export default async function NewIncidentPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { ctx, workspace } = await pageContext(slug);
  return (
    <Page title="Log incident" crumbs={[{ label: "Incidents", href: `/${slug}/incidents` }]}>
      <LogPage workspace={workspace} services={await listServices(ctx)} />
    </Page>
  );
}
