import { createHash } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Context, MiddlewareHandler } from "hono";
import type { Database } from "@/db/client";
import { idempotencyKey } from "@/db/schema";
import type { Ctx } from "@/server/context";
import { openText, SealError, sealText } from "@/server/secrets/seal";
import { ApiProblem } from "./api-problem";
import { areChangesInBulk } from "./change-lines";
import type { ApiDependencies, ApiEnvironment } from "./environment";

const KEPT_MS = 24 * 3_600_000;
const KEPT_HEADERS = ["content-type", "etag", "location"];
/** A repetition waits this long for the first request's answer, and looks for it more and more seldom. */
const WAIT_MS_MAX = 5_000;
const FIRST_PAUSE_MS = 20;
const PAUSE_MS_MAX = 250;
const SWEPT_PER_REQUEST_MAX = 500;
const NO_WORKSPACE = "00000000-0000-0000-0000-000000000000";

/**
 * These hand out sessions, which are never kept, or count wrong passwords and codes, which must be counted whatever
 * becomes of the request. None of them makes anything twice: a second one is refused, or takes the place of the first.
 * Changes in bulk are written as they come, so that no one answer stands for all of them; a delivery is known by its
 * sender's own id. What the gate said a while ago is no answer for now.
 */
const WITHOUT_KEY =
  /^\/api\/v1\/(session|set-up|account|invitations\/(preview|acceptance)|changes\/bulk|hooks|gate)(\/|$)/;

/** Whether a POST to the address may carry an Idempotency-Key. */
export const takesIdempotencyKey = (path: string): boolean => !WITHOUT_KEY.test(path);

/**
 * A POST with an Idempotency-Key is done once: a repetition gets the first answer again, byte for byte. The answer is
 * written in the transaction of what it tells, so there is never one without the other, whenever a process dies. An
 * error is not kept, because nothing was written and the repetition may succeed.
 */
export const idempotent: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const text = c.req.header("idempotency-key");
  const { method, path } = c.req;
  const isBulk = areChangesInBulk(method, path, c.req.header("content-type"));
  const takesKey = method === "POST" && !isBulk && takesIdempotencyKey(path);
  const claim = takesKey && text !== undefined ? await claimOf(c, text) : null;
  if (claim === null) return next();
  const untilMs = performance.now() + WAIT_MS_MAX;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, PAUSE_MS_MAX)) {
    const earlier = await doOnce(c, claim, next);
    if (earlier === null) return;
    if (earlier !== "in flight") {
      c.res = earlier;
      return;
    }
    if (performance.now() + pauseMs > untilMs) break;
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.75 + Math.random() / 2)));
  }
  throw new ApiProblem(
    409,
    "request-in-flight",
    "The first request with this Idempotency-Key is still running. Try again in a moment.",
    { headers: { "retry-after": "1" } },
  );
};

/** Begins work that outlives the request, once what the request wrote is there for others to see. */
export function afterCommit(c: Context<ApiEnvironment>, work: () => void): void {
  const waiting = c.get("afterCommit");
  if (waiting === undefined) work();
  else waiting.push(work);
}

/** Whose key it is, and what it was sent with. */
interface Claim {
  workspaceId: string;
  actorId: string;
  key: string;
  requestHash: string;
  now: Date;
}

/** Null for a request of nobody: two strangers' keys could not be told apart. */
async function claimOf(c: Context<ApiEnvironment>, key: string): Promise<Claim | null> {
  const principal = c.get("principal");
  if (principal === null) return null;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new ApiProblem(
      422,
      "invalid-idempotency-key",
      "An Idempotency-Key has 1 to 255 printable characters.",
      { field: "Idempotency-Key" },
    );
  }
  const { pathname, search } = new URL(c.req.url);
  const requestHash = createHash("sha256")
    .update(`${pathname}${search}\0`)
    .update(new Uint8Array(await c.req.arrayBuffer()))
    .digest("hex");
  return {
    workspaceId: c.get("ctx")?.workspaceId ?? NO_WORKSPACE,
    actorId: principal.kind === "token" ? principal.tokenId : principal.userId,
    key,
    requestHash,
    now: c.get("dependencies").now(),
  };
}

class Undone extends Error {}

/** Null when this request was the one that did it; else the first one's answer, or that it still runs. */
async function doOnce(
  c: Context<ApiEnvironment>,
  claim: Claim,
  next: () => Promise<void>,
): Promise<Response | "in flight" | null> {
  const [dependencies, ctx] = [c.get("dependencies"), c.get("ctx")];
  const waiting: (() => void)[] = [];
  try {
    const earlier = await dependencies.db().transaction(async (tx) => {
      if (!(await isMine(tx, claim))) return "in flight";
      const stored = await storedAnswer(tx, claim);
      if (stored !== null) return stored;
      // All that follows is in this transaction, also because a second connection could wait for the first for ever.
      c.set("dependencies", { ...dependencies, db: () => tx });
      if (ctx !== undefined) c.set("ctx", { ...ctx, db: tx });
      c.set("afterCommit", waiting);
      await next();
      if (c.error !== undefined || !c.res.ok) throw new Undone();
      await keep(tx, claim, c.res.clone());
      return null;
    });
    handBack(c, dependencies, ctx);
    for (const work of waiting) work();
    return earlier;
  } catch (error) {
    handBack(c, dependencies, ctx);
    // The refusal is the answer already; throwing has undone whatever was begun.
    if (error instanceof Undone) return null;
    // Else the headers of an answer that never came true would be passed on to the problem.
    c.res = undefined;
    throw error;
  }
}

/** The transaction is over: who comes after the handler finds what was there before it. */
function handBack(c: Context<ApiEnvironment>, dependencies: ApiDependencies, ctx: Ctx | undefined): void {
  c.set("dependencies", dependencies);
  if (ctx !== undefined) c.set("ctx", ctx);
  c.set("afterCommit", undefined);
}

/** Takes the key until the end of the transaction; false while another request has it. */
async function isMine(tx: Database, { workspaceId, actorId, key }: Claim): Promise<boolean> {
  const name = `${workspaceId} ${actorId} ${key}`;
  const { rows } = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`,
  );
  return rows[0]?.mine === true;
}

const ofClaim = (claim: Claim) =>
  and(
    eq(idempotencyKey.workspaceId, claim.workspaceId),
    eq(idempotencyKey.actorId, claim.actorId),
    eq(idempotencyKey.key, claim.key),
  );

const contextOf = (claim: Claim) => `idempotency_key ${claim.workspaceId} ${claim.actorId} ${claim.key}`;

async function storedAnswer(tx: Database, claim: Claim): Promise<Response | null> {
  const [row] = await tx
    .select()
    .from(idempotencyKey)
    .where(and(ofClaim(claim), gt(idempotencyKey.createdAt, expiredAt(claim.now))));
  if (!row) return null;
  if (row.requestHash !== claim.requestHash) {
    throw new ApiProblem(
      422,
      "idempotency-key-reused",
      "This Idempotency-Key was sent with another request before. Use a new key for a new request.",
      { field: "Idempotency-Key" },
    );
  }
  const body = openAnswer(row.responseBody, claim);
  // An answer without a body, such as 204, may not be given even an empty one.
  return new Response(body === "" ? null : body, {
    status: Number(row.responseStatus),
    headers: { ...row.responseHeaders, "idempotency-replayed": "true" },
  });
}

function openAnswer(sealed: string, claim: Claim): string {
  try {
    return openText(sealed, contextOf(claim));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new ApiProblem(
      409,
      "answer-unreadable",
      "This request was done, but its answer was sealed under a secret that is not known any more. Read what it made, or use a new key to do it again.",
      { field: "Idempotency-Key" },
    );
  }
}

async function keep(tx: Database, claim: Claim, response: Response): Promise<void> {
  const { workspaceId, actorId, key, requestHash, now } = claim;
  const answer = {
    requestHash,
    responseStatus: String(response.status),
    // An answer may hold what is shown once, such as a token.
    responseBody: sealText(await response.text(), contextOf(claim)),
    responseHeaders: Object.fromEntries(
      KEPT_HEADERS.flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
    createdAt: now,
  };
  await tx
    .insert(idempotencyKey)
    .values({ workspaceId, actorId, key, ...answer })
    .onConflictDoUpdate({
      target: [idempotencyKey.workspaceId, idempotencyKey.actorId, idempotencyKey.key],
      set: answer,
    });
  if (Math.random() < 0.01) await sweep(tx, now);
}

/** Removes a few answers whose day is over; those that another request is removing are left to it. */
async function sweep(tx: Database, now: Date): Promise<void> {
  await tx.execute(sql`
    delete from idempotency_key where (workspace_id, actor_id, key) in (
      select workspace_id, actor_id, key from idempotency_key where created_at < ${expiredAt(now).toISOString()}::timestamptz
      limit ${SWEPT_PER_REQUEST_MAX} for update skip locked)`);
}

const expiredAt = (now: Date) => new Date(now.getTime() - KEPT_MS);
