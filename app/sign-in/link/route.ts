import { v7 as uuidv7 } from "uuid";
import { applicationAccounts } from "@/server/auth/application";
import { isLocalRequest } from "@/server/auth/local-request";
import { safeReturnPath } from "@/server/auth/return-path";
import { signInByLink } from "@/server/auth/sign-in-by-link";
import { applicationDatabase } from "@/server/database";
import { requestAddress } from "@/server/request/application";
import { peerAddress } from "@/server/request/peer";
import { noticePage } from "./notice-page";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** Signs in whoever opens a one-time link on this machine. */
export async function GET(request: Request): Promise<Response> {
  const { headers } = request;
  // A browser may fetch an address ahead of its user; that must not use the link up.
  if (/prefetch|prerender/.test(headers.get("sec-purpose") ?? "")) {
    return new Response(null, { status: 503, headers: { "cache-control": "no-store" } });
  }
  if (!isLocalRequest(headers, peerAddress())) return noticePage("elsewhere");
  const { searchParams } = new URL(request.url);
  const ctx = {
    db: applicationDatabase().db,
    accounts: applicationAccounts(),
    headers,
    address: requestAddress(headers),
    now: new Date(),
    requestId: uuidv7(),
  };
  const cookies = await signInByLink(ctx, searchParams.get("token") ?? "");
  return cookies === null ? noticePage("used") : signedInAt(searchParams.get("next"), cookies);
}

function signedInAt(next: string | null, cookies: readonly string[]): Response {
  const headers = new Headers({
    location: safeReturnPath(next),
    "cache-control": "no-store",
    // The address holds the token; it is used, and yet no other page needs to learn it.
    "referrer-policy": "no-referrer",
  });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** Without this the framework would answer HEAD with GET, which uses the link up. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}
