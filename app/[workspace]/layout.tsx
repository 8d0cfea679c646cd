import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { LogIncident } from "@/components/log-incident/log-incident";
import { QueryProvider } from "@/components/query/provider";
import { AppShell } from "@/components/shell/app-shell";
import { workspaceCookie } from "../workspace-cookie";
import { readShell } from "./shell-data";

export default async function WorkspaceLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}) {
  const { workspace } = await params;
  const shell = await readShell(workspace);
  const remembered = (await cookies()).get(workspaceCookie)?.value === workspace;
  return (
    <QueryProvider>
      <AppShell {...shell} remembered={remembered}>
        {children}
      </AppShell>
      <LogIncident slug={workspace} />
    </QueryProvider>
  );
}
