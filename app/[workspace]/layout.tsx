import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
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
  return <AppShell {...shell}>{children}</AppShell>;
}
