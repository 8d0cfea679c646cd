import { Invalid } from "@/domain/errors";
import { type ListParams, understoodParams } from "./list-address";

/** Each filter can be refused once: those that stand in an address are few. */
const REFUSED_MAX = 20;

/**
 * Reads a list by its address. What its contract does not take, and what only the reading finds out (a date that is
 * none, a cursor of another list), is left out and named: an old bookmark still shows its list.
 */
export async function readUnderstood<Query, Found>(
  asked: ListParams,
  schema: { safeParse: (list: ListParams) => { success: boolean }; parse: (list: ListParams) => Query },
  read: (query: Query) => Promise<Found>,
): Promise<{ found: Found; list: ListParams; refused: string[] }> {
  const { list, refused } = understoodParams(asked, (one) => schema.safeParse(one).success);
  for (;;) {
    try {
      return { found: await read(schema.parse(list)), list, refused };
    } catch (error) {
      const name = error instanceof Invalid ? (error.field ?? "") : "";
      if (list[name] === undefined || refused.length >= REFUSED_MAX) throw error;
      refused.push(`${name} “${list[name]}”`);
      delete list[name];
      // Pages before it are of the list that it led through.
      if (name === "cursor") delete list.trail;
    }
  }
}
