import type { Metadata } from "next";
import { NeedsRole } from "@/components/access/needs-role";
import { Page } from "@/components/shell/page";
import { canImport } from "@/domain/access/incident";
import { listImportRuns } from "@/server/import/queries";
import { pageContext } from "@/server/workspace/resolve";
import { ImportDesk } from "./import-desk";

export const metadata: Metadata = { title: "Import" };

type Props = { params: Promise<{ workspace: string }> };

export default async function ImportPage({ params }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  return (
    <Page title="Import">
      {canImport(ctx.actor) ? (
        <ImportDesk
          workspace={workspace.slug}
          zone={workspace.timeZone}
          isSample={workspace.isSample}
          runs={await listImportRuns(ctx)}
        />
      ) : (
        <NeedsRole title="Importing needs the admin role">
          An import writes incidents, services and people of any date at once. Ask an admin of this workspace
          to do it, or for the role.
        </NeedsRole>
      )}
    </Page>
  );
}
