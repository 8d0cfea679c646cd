import { applicationAuth } from "@/server/auth/application";
import { isLocalRequest } from "@/server/auth/local-request";
import { redeemLoginLink } from "@/server/auth/login-link";
import { safeReturnPath } from "@/server/auth/return-path";
import { openSession } from "@/server/auth/session";
import { applicationDatabase } from "@/server/database";
import { peerAddress } from "@/server/request/peer";
import { noticePage } from "./notice-page";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** Signs in whoever opens a one-time link on this machine. */
export async function GET(request: Request): Promise<Response> {
  // A browser may fetch an address ahead of its user; that must not use the link up.
  if (/prefetch|prerender/.test(request.headers.get("sec-purpose") ?? "")) {
    return new Response(null, { status: 503, headers: { "cache-control": "no-store" } });
  }
  if (!isLocalRequest(request.headers, peerAddress())) return noticePage("elsewhere");
  const { searchParams } = new URL(request.url);
  const { db } = applicationDatabase();
  const userId = await redeemLoginLink(db, new Date(), searchParams.get("token") ?? "");
  if (userId === null) return noticePage("used");
  const headers = new Headers({
    location: safeReturnPath(searchParams.get("next")),
    "cache-control": "no-store",
    // The address holds the token; it is used, and yet no other page needs to learn it.
    "referrer-policy": "no-referrer",
  });
  for (const cookie of await openSession(applicationAuth(), request.headers, { userId })) {
    headers.append("set-cookie", cookie);
  }
  return new Response(null, { status: 303, headers });
}

/** Without this the framework would answer HEAD with GET, which uses the link up. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}
