import { z } from "zod";
import { Invalid } from "@/domain/errors";

/** The place of a row in the list: lists are ordered by instant, then by id. */
export interface Place {
  atMs: number;
  id: string;
}

type Order = "asc" | "desc";

/**
 * A page looks at this many rows, or little more: what fits into five milliseconds. Filters that so few rows pass that
 * the page is not full by then end it early; who goes on from there looks further at once, up to the most.
 */
export const LOOK_FIRST = 5000;
const LOOK_GROWTH = 8;
const LOOK_MAX = 100_000;

export interface Cursor {
  place: Place;
  /** Rows that the page from here on may look at. */
  look: number;
}

/** Years that no ledger reaches; beyond them the store could not compare. */
const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2300, 0, 1);

const cursorSchema = z.tuple([
  z.enum(["asc", "desc"]),
  z.number().int().min(EARLIEST_MS).max(LATEST_MS),
  z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  z.number().int().min(LOOK_FIRST).max(LOOK_MAX).optional(),
]);

/** Where the next page begins. */
export function writeCursor(order: Order, { atMs, id }: Place): string {
  return encoded([order, atMs, id]);
}

/** The same after a page that ended early, having looked at so many rows: the next one looks at more. */
export function writeFurther(order: Order, { atMs, id }: Place, looked: number): string {
  return encoded([order, atMs, id, Math.min(LOOK_MAX, looked * LOOK_GROWTH)]);
}

const encoded = (cursor: z.input<typeof cursorSchema>) =>
  Buffer.from(JSON.stringify(cursor)).toString("base64url");

/** @throws Invalid for a cursor of the other order, or one that was not written here */
export function readCursor(order: Order, text: string): Cursor {
  const parsed = cursorSchema.safeParse(decoded(text));
  if (parsed.success && parsed.data[0] === order) {
    const [, atMs, id, look] = parsed.data;
    return { place: { atMs, id }, look: look ?? LOOK_FIRST };
  }
  throw new Invalid(
    "cursor",
    `This cursor does not fit a list in ${order === "asc" ? "ascending" : "descending"} order. ` +
      "Take nextCursor of the same list, or leave it out.",
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
