import type { SsoRefusal } from "@/domain/identity-provider/refusals";
import { recordAudit } from "@/server/audit/record";
import { safeReturnPath } from "@/server/auth/return-path";
import { log } from "@/server/log/log";
import { addressGroup } from "@/server/request/client-address";
import { clearedCookie } from "./browser-cookie";
import { finishSignIn, type Progress } from "./callback";
import type { OidcDependencies } from "./dependencies";
import { detailOf, SsoFailure } from "./failure";
import { startSignIn } from "./start";

/** GET /sign-in/sso/{provider}: to the provider, or back to the sign-in page with a reason. */
export async function answerStart(
  dependencies: OidcDependencies,
  request: Request,
  providerId: string,
): Promise<Response> {
  const returnTo = new URL(request.url).searchParams.get("next");
  try {
    await countRequest(dependencies, request.headers);
    const { headers } = request;
    const { location, cookie } = await startSignIn(dependencies, { providerId, headers, returnTo });
    return goTo(location, [cookie]);
  } catch (error) {
    const reason = reasonOf(error, { providerId });
    return goTo(pageWith("/sign-in", { reason, next: safeReturnPath(returnTo) }), []);
  }
}

/** GET /sign-in/sso/callback: into the application, or back with a reason; the sign-in's own cookie ends here. */
export async function answerCallback(dependencies: OidcDependencies, request: Request): Promise<Response> {
  const progress: Progress = {};
  const cleared = [true, false].map(clearedCookie);
  try {
    await countRequest(dependencies, request.headers);
    const { headers } = request;
    const { search } = new URL(request.url);
    const { returnTo, cookies } = await finishSignIn(dependencies, { query: search, headers }, progress);
    return goTo(returnTo, [...cookies, ...cleared]);
  } catch (error) {
    const reason = reasonOf(error, { providerId: progress.provider?.id });
    await recordRefusal(error, progress);
    const { attempt } = progress;
    const page = attempt?.linkUserId ? "/account" : "/sign-in";
    return goTo(pageWith(page, { reason, next: attempt?.returnTo ?? "/" }), cleared);
  } finally {
    if (progress.provider) dependencies.sealAuditSoon?.(progress.provider.workspaceId);
  }
}

/** Strangers may ask for these two addresses, so they are counted with the open routes of the API. */
async function countRequest(dependencies: OidcDependencies, headers: Headers): Promise<void> {
  const { requests, requestLimits } = dependencies.accounts();
  const address = dependencies.address(headers);
  const caller = `address-${address === null ? "unknown" : addressGroup(address)}`;
  const { isAllowed } = await requests.take(caller, requestLimits.perAddress);
  if (!isAllowed) throw new SsoFailure("sso-too-many-requests");
}

/** The reason for the person; what is behind it goes to the log, and never to them. */
function reasonOf(error: unknown, about: { providerId: string | undefined }): SsoRefusal {
  if (error instanceof SsoFailure) {
    log().warn({ ...about, reason: error.reason, detail: error.detail }, "single sign-on refused");
    return error.reason;
  }
  log().error({ ...about, detail: detailOf(error), err: error }, "single sign-on failed");
  return "sso-unavailable";
}

/** An account that is known and was refused stands in the workspace's audit trail. */
async function recordRefusal(error: unknown, { ctx, provider }: Progress): Promise<void> {
  if (!(error instanceof SsoFailure) || error.userId === null || !ctx || !provider) return;
  await recordAudit(ctx, {
    action: "session.refuse",
    objectKind: "user",
    objectId: error.userId,
    after: { provider: provider.name, reason: error.reason },
  });
}

function pageWith(page: string, { reason, next }: { reason: SsoRefusal; next: string }): string {
  const query = new URLSearchParams({ reason, ...(next === "/" ? {} : { next }) });
  return `${page}?${query}`;
}

function goTo(location: string, cookies: readonly string[]): Response {
  // The address of this answer holds a code; no page after it may be told.
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
