import type { ReactNode } from "react";
import { SessionEndHost } from "@/components/account/session-end-host";
import { ToastHost } from "@/components/ui/toast-host";
import { CommandHost } from "./command-host";
import { KeyboardHost } from "./keyboard-host";
import { Navigation, type ShellWorkspace } from "./navigation";
import type { ShellUser } from "./user-menu";
import { WorkspaceMemory } from "./workspace-memory";

/** The frame of every page of a workspace: skip link, navigation, the page, and what listens for keys and commands. */
export function AppShell({
  workspace,
  workspaces,
  openIncidents,
  waitingForMe,
  isSample,
  seesAudit,
  user,
  remembered,
  children,
}: {
  workspace: ShellWorkspace;
  workspaces: ShellWorkspace[];
  openIncidents: number;
  waitingForMe: number;
  isSample: boolean;
  seesAudit: boolean;
  user: ShellUser;
  /** Whether the browser already remembers this workspace as the last one used. */
  remembered: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 rounded-2 bg-accent px-3 py-2 font-medium text-accent-ink not-focus:sr-only print:hidden"
      >
        Skip to content
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[var(--nav)_minmax(0,1fr)] print:block">
        <Navigation
          workspace={workspace}
          workspaces={workspaces}
          openIncidents={openIncidents}
          waitingForMe={waitingForMe}
          isSample={isSample}
          user={user}
          seesAudit={seesAudit}
        />
        <div className="min-w-0">{children}</div>
      </div>
      <KeyboardHost slug={workspace.slug} />
      <CommandHost slug={workspace.slug} />
      <ToastHost />
      <SessionEndHost />
      <WorkspaceMemory slug={workspace.slug} remembered={remembered} />
    </>
  );
}
