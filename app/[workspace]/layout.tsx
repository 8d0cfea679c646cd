import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AbilitiesProvider, IfMay } from "@/components/access/abilities";
import { LogIncident } from "@/components/log-incident/log-incident";
import { QueryProvider } from "@/components/query/provider";
import { AppShell } from "@/components/shell/app-shell";
import { abilitiesOf } from "@/domain/access/abilities";
import { pageContext } from "@/server/workspace/resolve";
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
  const [shell, { ctx }] = await Promise.all([readShell(workspace), pageContext(workspace)]);
  const remembered = (await cookies()).get(workspaceCookie)?.value === workspace;
  return (
    <QueryProvider>
      <AbilitiesProvider value={abilitiesOf(ctx.actor)}>
        <AppShell {...shell} remembered={remembered}>
          {children}
        </AppShell>
        <IfMay ability="respond">
          <LogIncident slug={workspace} />
        </IfMay>
      </AbilitiesProvider>
    </QueryProvider>
  );
}
