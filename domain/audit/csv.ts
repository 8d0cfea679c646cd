import { type CsvCell, csvLine } from "@/domain/csv/write";
import type { AuditEvent } from "./schema";

const COLUMNS = [
  "at",
  "actor_kind",
  "actor_id",
  "actor",
  "action",
  "object_kind",
  "object_id",
  "before",
  "after",
  "request_id",
  "address",
  "position",
  "chain_hash",
  "id",
] as const;

export const auditCsvHeader = (): string => csvLine(COLUMNS);

export function auditCsvRow(event: AuditEvent): string {
  const cells: Record<(typeof COLUMNS)[number], CsvCell> = {
    at: event.at,
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    actor: event.actor.name,
    action: event.action,
    object_kind: event.objectKind,
    object_id: event.objectId,
    before: jsonOf(event.before),
    after: jsonOf(event.after),
    request_id: event.requestId,
    address: event.address,
    position: event.position,
    chain_hash: event.chainHash,
    id: event.id,
  };
  return csvLine(COLUMNS.map((column) => cells[column]));
}

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
