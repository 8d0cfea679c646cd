import { randomInt } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Ctx } from "@/server/context";

/** Ids for the rows of one command: those made later sort later, also within its one instant. */
export function idMaker(ctx: Ctx): () => string {
  let sequence = randomInt(2 ** 30);
  return () => {
    sequence += 1;
    return uuidv7({ msecs: ctx.now.getTime(), seq: sequence });
  };
}
