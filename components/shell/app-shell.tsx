import type { ReactNode } from "react";
import { KeyboardHost } from "./keyboard-host";
import { Navigation, type ShellWorkspace } from "./navigation";

/** The frame of every page of a workspace: skip link, navigation, the page, and the one key listener. */
export function AppShell({
  workspace,
  workspaces,
  openIncidents,
  isSample,
  children,
}: {
  workspace: ShellWorkspace;
  workspaces: ShellWorkspace[];
  openIncidents: number;
  isSample: boolean;
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
          isSample={isSample}
        />
        <div className="min-w-0">{children}</div>
      </div>
      <KeyboardHost slug={workspace.slug} />
    </>
  );
}
