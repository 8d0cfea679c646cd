import type { Metadata } from "next";
import { Page } from "@/components/shell/page";
import { listImportRuns } from "@/server/import/queries";
import { pageContext } from "@/server/workspace/resolve";
import { ImportDesk } from "./import-desk";

export const metadata: Metadata = { title: "Import" };

type Props = { params: Promise<{ workspace: string }> };

export default async function ImportPage({ params }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  return (
    <Page title="Import">
      <ImportDesk
        workspace={workspace.slug}
        zone={workspace.timeZone}
        isSample={workspace.isSample}
        runs={await listImportRuns(ctx)}
      />
    </Page>
  );
}
