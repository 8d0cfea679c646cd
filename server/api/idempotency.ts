import { createHash } from "node:crypto";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { Context, MiddlewareHandler } from "hono";
import type { Database } from "@/db/client";
import { idempotencyKey } from "@/db/schema";
import { openText, sealText } from "@/server/secrets/seal";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

const KEPT_MS = 24 * 3_600_000;
const KEPT_HEADERS = ["content-type", "etag", "location"];
/** A repetition waits this long for the first request's answer. */
const WAIT_MS = 50;
const WAITS_MAX = 100;
const NO_WORKSPACE = "00000000-0000-0000-0000-000000000000";

/**
 * A POST with an Idempotency-Key is done once: a repetition gets the first answer again, byte for byte. The answer is
 * written in the transaction of what it tells, so there is never one without the other, whenever a process dies. An
 * error is not kept, because nothing was written and the repetition may succeed.
 */
export const idempotent: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const text = c.req.header("idempotency-key");
  const claim = c.req.method === "POST" && text !== undefined ? await claimOf(c, text) : null;
  if (claim === null) return next();
  for (let waits = 0; waits <= WAITS_MAX; waits += 1) {
    const earlier = await doOnce(c, claim, next);
    if (earlier === null) return;
    if (earlier !== "in flight") {
      c.res = earlier;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new ApiProblem(
    409,
    "request-in-flight",
    "The first request with this Idempotency-Key is still running. Try again in a moment.",
    { headers: { "retry-after": "1" } },
  );
};

/** Whose key it is, and what it was sent with. */
interface Claim {
  workspaceId: string;
  actorId: string;
  key: string;
  requestHash: string;
  now: Date;
}

/** Null for a request of nobody: the open routes hand out sessions, and those are never kept. */
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
  const ctx = c.get("ctx");
  try {
    return await c
      .get("dependencies")
      .db()
      .transaction(async (tx) => {
        if (!(await isMine(tx, claim))) return "in flight";
        const earlier = await storedAnswer(tx, claim);
        if (earlier !== null) return earlier;
        c.set("transaction", tx);
        if (ctx !== undefined) c.set("ctx", { ...ctx, db: tx });
        await next();
        if (c.error !== undefined || !c.res.ok) throw new Undone();
        await keep(tx, claim, c.res.clone());
        return null;
      });
  } catch (error) {
    // The refusal is the answer already; throwing has undone whatever was begun.
    if (error instanceof Undone) return null;
    throw error;
  }
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
  return new Response(openText(row.responseBody, contextOf(claim)), {
    status: Number(row.responseStatus),
    headers: { ...row.responseHeaders, "idempotency-replayed": "true" },
  });
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
  if (Math.random() < 0.01)
    await tx.delete(idempotencyKey).where(lt(idempotencyKey.createdAt, expiredAt(now)));
}

const expiredAt = (now: Date) => new Date(now.getTime() - KEPT_MS);
