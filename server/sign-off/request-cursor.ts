import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { signOffRequest } from "@/db/schema";
import { Invalid } from "@/domain/errors";
import type { REQUEST_ORDERS } from "@/domain/sign-off/request-list";
import type { RequestRow } from "./draft";

type Order = (typeof REQUEST_ORDERS)[number];

const cursorSchema = z.tuple([
  z.enum(["riskiest", "oldest", "newest"]),
  z.number(),
  z.number().int(),
  z.uuid(),
]);

const { risk, requestedAt, id } = signOffRequest;

export function requestOrder(order: Order): SQL[] {
  if (order === "riskiest") return [sql`${risk} desc`, sql`${requestedAt} asc`, sql`${id} asc`];
  const way = order === "oldest" ? sql`asc` : sql`desc`;
  return [sql`${requestedAt} ${way}`, sql`${id} ${way}`];
}

export function writeRequestCursor(order: Order, row: RequestRow): string {
  const place = [order, row.risk, row.requestedAt.getTime(), row.id];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The condition that a row comes after the cursor's; nothing without a cursor. */
export function readRequestCursor(order: Order, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const parsed = cursorSchema.safeParse(decoded(cursor));
  if (!parsed.success || parsed.data[0] !== order) {
    throw new Invalid(
      "cursor",
      "This cursor does not fit this list. Take nextCursor of the same list, or leave it out.",
      "invalid-cursor",
    );
  }
  const [, lastRisk, atMs, lastId] = parsed.data;
  const place = sql`(${new Date(atMs).toISOString()}::timestamptz, ${lastId}::uuid)`;
  if (order === "newest") return sql`(${requestedAt}, ${id}) < ${place}`;
  if (order === "oldest") return sql`(${requestedAt}, ${id}) > ${place}`;
  return sql`(${risk} < ${lastRisk}::float4 or (${risk} = ${lastRisk}::float4 and (${requestedAt}, ${id}) > ${place}))`;
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
