import { z } from "@hono/zod-openapi";
import { ApiProblem } from "./api-problem";

/** Query parameters of every list. */
export const pageQuery = {
  limit: z
    .preprocess(
      (value) => (typeof value === "string" && value !== "" ? Number(value) : value),
      z.number().int().min(1).max(200),
    )
    .default(50)
    .meta({ type: "integer", description: "Rows per page, 1 to 200." }),
  cursor: z.string().max(600).optional().meta({ description: "`nextCursor` of the page before." }),
};

/** A page's key as one opaque word. */
export function writeCursor(key: Record<string, string>): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** Where a list stands that is read by an instant, newest first. */
export const instantPlaceSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });

/** The key in a page's address; one that is none leads to the first page: an address may have been cut short. */
export function findCursor<T>(cursor: string, schema: z.ZodType<T>): T | undefined {
  try {
    return cursor === "" ? undefined : readCursor(cursor, schema);
  } catch {
    return undefined;
  }
}

/** The key in a cursor; a cursor that this API did not write is refused. */
export function readCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new ApiProblem(
      422,
      "invalid-cursor",
      "This cursor was not made by this list. Begin again without one.",
      { field: "cursor" },
    );
  }
}
