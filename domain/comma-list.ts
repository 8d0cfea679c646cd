import { z } from "zod";

const VALUES_MAX = 50;

/** Several values of one filter, as an address has them: divided by commas. */
export const commaList = <T extends z.ZodType>(item: T) =>
  z
    .preprocess(
      (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
      z.array(item).max(VALUES_MAX),
    )
    .optional();
