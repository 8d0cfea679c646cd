import { notFound } from "next/navigation";

export type ShellData = {
  workspace: { slug: string; name: string };
  workspaces: { slug: string; name: string }[];
  openIncidents: number;
  isSample: boolean;
};

/** What the frame of a workspace's pages needs to know. */
export async function readShell(slug: string): Promise<ShellData> {
  if (!/^[a-z0-9-]+$/.test(slug)) notFound();
  const workspace = { slug, name: slug };
  return { workspace, workspaces: [workspace], openIncidents: 0, isSample: false };
}
