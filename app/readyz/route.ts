import { checkReadiness } from "@/server/readiness";
import { failingRounds } from "@/server/rounds";

export const dynamic = "force-dynamic";

/**
 * Requests may be sent here: the database answers and has every migration. Work in the background that fails is named,
 * and makes nothing unready: people are served all the same, and another instance would fail at it too.
 */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness();
  return Response.json(
    { ...readiness, failing: failingRounds() },
    { status: readiness.ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
