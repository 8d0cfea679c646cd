import { canSeeAudit } from "@/domain/access/reading";
import { rolesInWords } from "@/domain/access/role-words";
import { countOpenIncidents } from "@/server/incident/queries";
import { countWaitingForMe } from "@/server/sign-off/queries";
import { listTeams } from "@/server/team/queries";
import { listWorkspacesOf } from "@/server/workspace/queries";
import { pageContext } from "@/server/workspace/resolve";

export type ShellData = {
  workspace: { slug: string; name: string };
  workspaces: { slug: string; name: string }[];
  openIncidents: number;
  /** Requests for sign-off that the viewer could decide, at most a hundred. */
  waitingForMe: number;
  isSample: boolean;
  user: { name: string; email: string; roles: string[] };
  /** Whether the navigation leads to the audit trail. */
  seesAudit: boolean;
};

/** What the frame of a workspace's pages shows besides the page. */
export async function readShell(slug: string): Promise<ShellData> {
  const { ctx, principal, workspace } = await pageContext(slug);
  const grants = ctx.actor.kind === "user" ? ctx.actor.grants : [];
  const hasTeams = grants.some(({ teamId }) => teamId !== null);
  const [workspaces, openIncidents, waitingForMe, teams] = await Promise.all([
    listWorkspacesOf(ctx.db, principal),
    countOpenIncidents(ctx),
    countWaitingForMe(ctx),
    hasTeams ? listTeams(ctx) : [],
  ]);
  const teamName = (id: string | null) => teams.find((team) => team.id === id)?.name ?? null;
  return {
    workspace: { slug: workspace.slug, name: workspace.name },
    workspaces: workspaces.map((one) => ({ slug: one.slug, name: one.name })),
    openIncidents,
    waitingForMe,
    isSample: workspace.isSample,
    user: {
      name: principal.name,
      email: principal.email,
      roles: rolesInWords(grants.map(({ role, teamId }) => ({ role, team: teamName(teamId) }))),
    },
    seesAudit: canSeeAudit(ctx.actor),
  };
}
