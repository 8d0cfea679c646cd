import { paramText, type SearchParams } from "@/domain/address/params";
import { AUDIT_FILTERS, type AuditFilter, auditFilterSchema } from "@/domain/audit/schema";
import { parseBoundary } from "@/domain/calendar/period";

export interface AuditParams {
  filter: AuditFilter;
  cursor: string;
  /** What the address asks for that cannot be understood: left out, and named. */
  refused: string[];
}

/** The filters of an address; one that cannot be read is left out, so that an address typed by hand shows its list. */
export function auditParams(search: SearchParams, zone: string): AuditParams {
  const filter: AuditFilter = {};
  const refused: string[] = [];
  for (const { name, word } of AUDIT_FILTERS) {
    const text = paramText(search, name);
    if (text === "") continue;
    const isDate = name === "from" || name === "to";
    const fits =
      auditFilterSchema.safeParse({ [name]: text }).success &&
      !(isDate && parseBoundary(text, zone) === null);
    if (fits) filter[name] = text;
    else refused.push(`${word} “${text.slice(0, 60)}”`);
  }
  return { filter, cursor: paramText(search, "cursor"), refused };
}

/** The same list with something changed; the page returns to the first unless a cursor is given. */
export function auditHref(
  path: string,
  filter: AuditFilter,
  change: Partial<Record<keyof AuditFilter | "cursor", string | null>> = {},
): string {
  const params = new URLSearchParams();
  for (const { name } of AUDIT_FILTERS) {
    const value = change[name] === undefined ? filter[name] : change[name];
    if (value) params.set(name, value);
  }
  if (change.cursor) params.set("cursor", change.cursor);
  return params.size === 0 ? path : `${path}?${params}`;
}
