import { z } from "zod";
import { Invalid } from "@/domain/errors";

/** The place of a row in the list: lists are ordered by instant, then by id. */
export interface Place {
  atMs: number;
  id: string;
}

type Order = "asc" | "desc";

/** Years that no ledger reaches; beyond them the store could not compare. */
const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2300, 0, 1);

const cursorSchema = z.tuple([
  z.enum(["asc", "desc"]),
  z.number().int().min(EARLIEST_MS).max(LATEST_MS),
  z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
]);

export function writeCursor(order: Order, { atMs, id }: Place): string {
  return Buffer.from(JSON.stringify([order, atMs, id])).toString("base64url");
}

/** @throws Invalid for a cursor of the other order, or one that was not written here */
export function readCursor(order: Order, text: string): Place {
  const parsed = cursorSchema.safeParse(decoded(text));
  if (parsed.success && parsed.data[0] === order) return { atMs: parsed.data[1], id: parsed.data[2] };
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
