import { notFound } from "next/navigation";
import { z } from "zod";
import { NotFound } from "@/domain/errors";

/** What a page is about; where it is not there, so is the page. */
export async function foundOr404<T>(find: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof NotFound) notFound();
    throw error;
  }
}

/** The same by an id of an address, which may be none. */
export function foundById<T>(id: string, find: (id: string) => Promise<T>): Promise<T> {
  if (!z.uuid().safeParse(id).success) notFound();
  return foundOr404(() => find(id));
}
