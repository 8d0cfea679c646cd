import { z } from "zod";
import { Invalid } from "@/domain/errors";
import type { IncidentListQuery } from "@/domain/incident/schema";

/** Where a page ended: the last row's value in the sort, its tie-breaker, and the instant the list was read at. */
export interface Cursor {
  value: number | string;
  tie: string;
  asOfMs: number;
}

type Sorting = Pick<IncidentListQuery, "sort" | "order">;

const cursorSchema = z.tuple([
  z.string(),
  z.string(),
  z.union([z.number(), z.string()]),
  z.string(),
  z.number().int(),
]);

export function writeCursor({ sort, order }: Sorting, cursor: Cursor): string {
  const fields = [sort, order, cursor.value, cursor.tie, cursor.asOfMs];
  return Buffer.from(JSON.stringify(fields)).toString("base64url");
}

/** @throws Invalid for a cursor of another sort, or one that was not written here */
export function readCursor(
  { sort, order }: Sorting,
  text: string,
  isFit: (cursor: Cursor) => boolean,
): Cursor {
  const parsed = cursorSchema.safeParse(decoded(text));
  if (parsed.success) {
    const [ofSort, ofOrder, value, tie, asOfMs] = parsed.data;
    const cursor = { value, tie, asOfMs };
    if (ofSort === sort && ofOrder === order && isFit(cursor)) return cursor;
  }
  throw new Invalid(
    "cursor",
    `This cursor does not fit a list sorted by ${sort}, ${order}. Take nextCursor of the same list, or leave it out.`,
    "invalid-cursor",
  );
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
