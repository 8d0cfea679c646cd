/** A request's own address, as an agent or a message is told it, leads to the queue with it opened. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ workspace: string; id: string }> },
) {
  const { workspace, id } = await params;
  const location = `/${encodeURIComponent(workspace)}/sign-offs?request=${encodeURIComponent(id)}`;
  return new Response(null, { status: 307, headers: { location } });
}
