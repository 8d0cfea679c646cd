import { canSeeAudit } from "@/domain/access/reading";
import { countOpenIncidents } from "@/server/incident/queries";
import { listWorkspacesOf } from "@/server/workspace/queries";
import { pageContext } from "@/server/workspace/resolve";

export type ShellData = {
  workspace: { slug: string; name: string };
  workspaces: { slug: string; name: string }[];
  openIncidents: number;
  isSample: boolean;
  /** Whether the navigation leads to the audit trail. */
  seesAudit: boolean;
};

/** What the frame of a workspace's pages shows besides the page. */
export async function readShell(slug: string): Promise<ShellData> {
  const { ctx, principal, workspace } = await pageContext(slug);
  const [workspaces, openIncidents] = await Promise.all([
    listWorkspacesOf(ctx.db, principal),
    countOpenIncidents(ctx),
  ]);
  return {
    workspace: { slug: workspace.slug, name: workspace.name },
    workspaces: workspaces.map((one) => ({ slug: one.slug, name: one.name })),
    openIncidents,
    isSample: workspace.isSample,
    seesAudit: canSeeAudit(ctx.actor),
  };
}
