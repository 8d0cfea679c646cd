import type { MiddlewareHandler } from "hono";
import type { Ctx } from "@/server/context";
import type { ApiEnvironment } from "./environment";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** After a write was answered and committed, its audit events get their place in the workspace's chain. */
export const sealing: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  await next();
  const ctx: Ctx | undefined = c.get("ctx");
  if (ctx !== undefined && !READING.has(c.req.method)) c.get("dependencies").sealAuditSoon?.(ctx.workspaceId);
};
