import { checkReadiness } from "@/server/readiness";

export const dynamic = "force-dynamic";

/** Requests may be sent here: the database answers and has every migration. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness();
  return Response.json(readiness, {
    status: readiness.ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
