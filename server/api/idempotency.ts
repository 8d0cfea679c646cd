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
  if (!(await claim(ctx, key, requestHash))) {
    c.res = await storedAnswer(ctx, key, requestHash);
    return;
  }
  await next();
  if (c.error === undefined && c.res.ok) await keep(ctx, key, c.res.clone());
  else await release(ctx, key);
};

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

async function storedAnswer(ctx: Ctx, key: string, requestHash: string): Promise<Response> {
  const [row] = await ctx.db.select().from(idempotencyKey).where(keyIs(ctx, key));
  if (row && row.requestHash !== requestHash) {
    throw new ApiProblem(
      422,
      "idempotency-key-reused",
      "This Idempotency-Key was sent with another request before. Use a new key for a new request.",
      { field: "Idempotency-Key" },
    );
  }
  if (!row || row.responseStatus === null) {
    throw new ApiProblem(
      409,
      "request-in-flight",
      "The first request with this Idempotency-Key is still running. Try again in a moment.",
      { headers: { "retry-after": "1" } },
    );
  }
  return new Response(row.responseBody, {
    status: Number(row.responseStatus),
    headers: { ...row.responseHeaders, "idempotency-replayed": "true" },
  });
}

async function keep(ctx: Ctx, key: string, response: Response): Promise<void> {
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  await ctx.db
    .update(idempotencyKey)
    .set({
      responseStatus: String(response.status),
      responseBody: await response.text(),
      responseHeaders: headers,
    })
    .where(keyIs(ctx, key));
}

async function release(ctx: Ctx, key: string): Promise<void> {
  await ctx.db.delete(idempotencyKey).where(keyIs(ctx, key));
}
