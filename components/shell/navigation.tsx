import {
  Bot,
  ChartNoAxesColumn,
  Check,
  GitPullRequest,
  Import,
  ScrollText,
  Server,
  Settings,
  Shield,
  TriangleAlert,
  Users,
} from "lucide-react";
import { IfMay } from "@/components/access/abilities";
import { GeneratedTag } from "@/components/ui/chip";
import { NavCloser } from "./nav-closer";
import { NavLink } from "./nav-link";
import { navigationId } from "./navigation-id";
import { PaletteButton } from "./shell-buttons";
import { type ShellUser, UserMenu } from "./user-menu";
import { WorkspaceMenu } from "./workspace-menu";

export type ShellWorkspace = { slug: string; name: string };

const icon = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

const countText = (count: number) => (count > 99 ? "99+" : String(count));

/**
 * The navigation: a column on wide screens, a popover that the top bar's menu button opens under 1000 px. The
 * browser's own popover closes on Escape and on a click beside it, and works before any script has arrived.
 */
export function Navigation({
  workspace,
  workspaces,
  openIncidents,
  waitingForMe,
  isSample,
  seesAudit,
  user,
}: {
  workspace: ShellWorkspace;
  workspaces: ShellWorkspace[];
  openIncidents: number;
  /** Requests for sign-off that the viewer could decide. */
  waitingForMe: number;
  isSample: boolean;
  seesAudit: boolean;
  user: ShellUser;
}) {
  const base = `/${workspace.slug}`;
  return (
    <nav
      id={navigationId}
      popover="auto"
      aria-label="Main"
      className="w-(--nav) bg-bg text-ink print:!hidden max-md:fixed max-md:inset-y-0 max-md:left-0 max-md:m-0 max-md:h-dvh max-md:max-h-none max-md:w-[264px] max-md:shadow-float max-md:backdrop:bg-scrim md:sticky md:top-0 md:block md:h-dvh md:border-r md:border-line"
    >
      <div className="flex h-full flex-col gap-0.5 overflow-y-auto px-2 py-2.5">
        <WorkspaceMenu workspace={workspace} workspaces={workspaces} />
        <PaletteButton />
        <div className="flex flex-1 flex-col gap-0.5">
          <NavLink href={base} exact icon={<ChartNoAxesColumn {...icon} />}>
            Overview
          </NavLink>
          <NavLink
            href={`${base}/incidents`}
            icon={<TriangleAlert {...icon} />}
            count={openIncidents > 0 ? `${openIncidents} open` : undefined}
          >
            Incidents
          </NavLink>
          <NavLink href={`${base}/changes`} icon={<GitPullRequest {...icon} />}>
            Changes
          </NavLink>
          <NavLink
            href={`${base}/sign-offs`}
            icon={<Check {...icon} />}
            count={waitingForMe > 0 ? countText(waitingForMe) : undefined}
          >
            Sign-offs
          </NavLink>
          <NavLink href={`${base}/policies`} icon={<Shield {...icon} />}>
            Policies
          </NavLink>
          <NavLink href={`${base}/services`} icon={<Server {...icon} />}>
            Services
          </NavLink>
          <NavLink href={`${base}/people`} icon={<Users {...icon} />}>
            People
          </NavLink>
          <NavLink href={`${base}/agents`} icon={<Bot {...icon} />}>
            Agents
          </NavLink>
          <div className="mt-auto flex flex-col gap-0.5 pt-4">
            <IfMay ability="import">
              <NavLink href={`${base}/import`} icon={<Import {...icon} />}>
                Import
              </NavLink>
            </IfMay>
            <NavLink href={`${base}/settings`} icon={<Settings {...icon} />}>
              Settings
            </NavLink>
            {seesAudit ? (
              <NavLink href={`${base}/audit`} icon={<ScrollText {...icon} />}>
                Audit
              </NavLink>
            ) : null}
          </div>
        </div>
        {isSample ? (
          <p className="px-2 pt-2 pb-0.5 text-small leading-normal text-ink-3">
            Sample workspace. What is not from the public record is marked <GeneratedTag />.
          </p>
        ) : null}
        <UserMenu user={user} />
      </div>
      <NavCloser popoverId={navigationId} />
    </nav>
  );
}
