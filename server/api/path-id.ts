import { NotFound } from "@/domain/errors";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id from an address; whatever is no id names nothing. */
export function uuidOf(what: string, id: string): string {
  if (UUID.test(id)) return id.toLowerCase();
  throw new NotFound(what, id.slice(0, 100));
}
