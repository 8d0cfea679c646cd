import { createHash } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import type { MiddlewareHandler } from "hono";
import { idempotencyKey } from "@/db/schema";
import type { Ctx } from "@/server/context";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

const KEPT_MS = 24 * 3_600_000;
/** No request runs this long: one still unanswered after it died with its process. */
const IN_FLIGHT_MAX_MS = 10 * 60_000;
const KEPT_HEADERS = ["content-type", "etag", "location"];
/** A repetition waits this long for the first request's answer. */
const WAIT_MS = 100;
const WAITS_MAX = 50;
const UNSETTLED_MAX = 10_000;

/** What is still to be written of requests that ended while the database was away, by workspace and key. */
const unsettled = new Map<string, (ctx: Ctx) => Promise<void>>();

/**
 * A POST with an Idempotency-Key is done once: a repetition gets the first answer again, byte for byte. An error is
 * not kept, because nothing was written and the repetition may succeed.
 */
export const idempotent: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const key = c.req.header("idempotency-key");
  const ctx: Ctx | undefined = c.get("ctx");
  if (c.req.method !== "POST" || key === undefined || ctx === undefined) return next();
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
  const earlier = await claimOrAnswer(ctx, key, requestHash);
  if (earlier !== null) {
    c.res = earlier;
    return;
  }
  await next();
  if (c.error === undefined && c.res.ok) {
    const answer = await answerOf(c.res.clone());
    await settle(ctx, key, (at) => keep(at, key, answer));
  } else {
    await settle(ctx, key, (at) => release(at, key));
  }
};

/** Null once the key is this request's; else the answer that the first one got. */
async function claimOrAnswer(ctx: Ctx, key: string, requestHash: string): Promise<Response | null> {
  for (let waits = 0; ; waits += 1) {
    const late = unsettled.get(`${ctx.workspaceId} ${key}`);
    if (late !== undefined) await settle(ctx, key, late);
    if (await claim(ctx, key, requestHash)) return null;
    const answer = await storedAnswer(ctx, key, requestHash);
    if (answer !== null) return answer;
    if (waits >= WAITS_MAX) {
      throw new ApiProblem(
        409,
        "request-in-flight",
        "The first request with this Idempotency-Key is still running. Try again in a moment.",
        { headers: { "retry-after": "1" } },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

/** The request itself is over: what cannot be written of it now is written when its key is sent again. */
async function settle(ctx: Ctx, key: string, write: (ctx: Ctx) => Promise<void>): Promise<void> {
  const name = `${ctx.workspaceId} ${key}`;
  try {
    await write(ctx);
    unsettled.delete(name);
  } catch {
    if (unsettled.size < UNSETTLED_MAX) unsettled.set(name, write);
  }
}

const keyIs = (ctx: Ctx, key: string) =>
  and(eq(idempotencyKey.workspaceId, ctx.workspaceId), eq(idempotencyKey.key, key));

/** Takes the key for this request; false when another request has it. */
async function claim(ctx: Ctx, key: string, requestHash: string): Promise<boolean> {
  const expired = new Date(ctx.now.getTime() - KEPT_MS);
  const died = new Date(ctx.now.getTime() - IN_FLIGHT_MAX_MS);
  const taken = await ctx.db
    .insert(idempotencyKey)
    .values({ workspaceId: ctx.workspaceId, key, requestHash, createdAt: ctx.now })
    .onConflictDoUpdate({
      target: [idempotencyKey.workspaceId, idempotencyKey.key],
      set: {
        requestHash,
        createdAt: ctx.now,
        responseStatus: null,
        responseBody: null,
        responseHeaders: null,
      },
      setWhere: sql`${lt(idempotencyKey.createdAt, expired)}
        or (${idempotencyKey.responseStatus} is null and ${lt(idempotencyKey.createdAt, died)})`,
    })
    .returning({ key: idempotencyKey.key });
  if (taken.length > 0 && Math.random() < 0.01) await sweep(ctx, expired);
  return taken.length > 0;
}

async function sweep(ctx: Ctx, expired: Date): Promise<void> {
  await ctx.db
    .delete(idempotencyKey)
    .where(and(eq(idempotencyKey.workspaceId, ctx.workspaceId), lt(idempotencyKey.createdAt, expired)));
}

/** The first request's answer; null while it runs, or when it has failed just now. */
async function storedAnswer(ctx: Ctx, key: string, requestHash: string): Promise<Response | null> {
  const [row] = await ctx.db.select().from(idempotencyKey).where(keyIs(ctx, key));
  if (row && row.requestHash !== requestHash) {
    throw new ApiProblem(
      422,
      "idempotency-key-reused",
      "This Idempotency-Key was sent with another request before. Use a new key for a new request.",
      { field: "Idempotency-Key" },
    );
  }
  if (!row || row.responseStatus === null) return null;
  return new Response(row.responseBody, {
    status: Number(row.responseStatus),
    headers: { ...row.responseHeaders, "idempotency-replayed": "true" },
  });
}

interface Answer {
  responseStatus: string;
  responseBody: string;
  responseHeaders: Record<string, string>;
}

async function answerOf(response: Response): Promise<Answer> {
  const responseHeaders = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  return { responseStatus: String(response.status), responseBody: await response.text(), responseHeaders };
}

async function keep(ctx: Ctx, key: string, answer: Answer): Promise<void> {
  await ctx.db.update(idempotencyKey).set(answer).where(keyIs(ctx, key));
}

async function release(ctx: Ctx, key: string): Promise<void> {
  await ctx.db.delete(idempotencyKey).where(keyIs(ctx, key));
}
