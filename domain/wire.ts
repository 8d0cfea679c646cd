import { z } from "zod";

// The plain values of which the contracts are made.

/** Words that somebody typed, without the white space around them. */
export const words = (max: number) => z.string().trim().min(1).max(max);

/** The type is said again: what a number without a fraction is, is otherwise lost in the document. */
export const count = z.number().int().meta({ type: "integer" });

/** As much as a column of four bytes holds. */
export const storedCount = z.number().int().min(0).max(2_000_000_000).meta({ type: "integer" });

export const instant = z.iso.datetime({
  offset: true,
  error: "Give an ISO 8601 instant with a zone, such as 2026-03-05T11:52:00Z.",
});
