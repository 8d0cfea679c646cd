import Link from "next/link";
import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { AuditEvent, AuditFilter } from "@/domain/audit/schema";
import { actionWords } from "@/domain/audit/words";
import { type ObjectLabel, objectKey } from "@/server/audit/labels";
import { auditHref } from "./audit-params";
import { EventDetails } from "./event-details";
import { ExpandableRow } from "./expandable-row";

const COLUMNS = 6;

interface TableProps {
  events: readonly AuditEvent[];
  labels: ReadonlyMap<string, ObjectLabel>;
  base: string;
  filter: AuditFilter;
  zone: string;
}

/** Who did what to what, newest first; what changed opens below the row. */
export function EventTable({ events, labels, base, filter, zone }: TableProps) {
  return (
    <DataTable>
      <caption className="sr-only">Audit events, newest first</caption>
      <thead>
        <tr>
          <Th>Time</Th>
          <Th>Who and what</Th>
          <Th wide>Object</Th>
          <Th wide className="max-lg:hidden print:table-cell">
            Address
          </Th>
          <Th wide className="max-lg:hidden print:table-cell">
            Request
          </Th>
          <Th>
            <span className="sr-only">Details</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <ExpandableRow
            key={event.id}
            columns={COLUMNS}
            label={`Details: ${event.actor.name} ${actionWords(event.action)}`}
            cells={<Cells event={event} labels={labels} base={base} filter={filter} zone={zone} />}
          >
            <EventDetails event={event} path={`${base}/audit`} />
          </ExpandableRow>
        ))}
      </tbody>
    </DataTable>
  );
}

function Cells({ event, labels, base, filter, zone }: Omit<TableProps, "events"> & { event: AuditEvent }) {
  const path = `${base}/audit`;
  const object = <ObjectLink event={event} label={labels.get(objectKey(event))} base={base} />;
  return (
    <>
      <Td className="text-ink-2 max-sm:w-24 max-sm:align-top max-sm:!pt-2 sm:whitespace-nowrap">
        <Time at={event.at} zone={zone} />
      </Td>
      <Td className="max-sm:!py-2">
        <Link
          href={auditHref(path, filter, { actor: event.actor.id ?? event.actor.name })}
          className="font-medium hover:underline"
        >
          {event.actor.name}
        </Link>{" "}
        {event.actor.kind === "user" ? null : <span className="text-ink-3">({event.actor.kind})</span>}{" "}
        <span>{actionWords(event.action)}</span>
        {event.erased ? (
          <Chip tone="dashed" className="ml-1.5" title="A person's erasure put a pseudonym here.">
            pseudonymised
          </Chip>
        ) : null}
        <SecondLine>{object}</SecondLine>
      </Td>
      <Td wide>{object}</Td>
      <Td wide className="whitespace-nowrap text-ink-2 max-lg:hidden print:table-cell">
        {event.address ?? <span className="text-ink-3">none</span>}
      </Td>
      <Td wide className="max-lg:hidden print:table-cell">
        <Link
          href={auditHref(path, {}, { requestId: event.requestId })}
          className="font-mono text-[0.92em] text-ink-2 hover:underline"
          title={`Everything of request ${event.requestId}`}
        >
          {event.requestId.length > 13 ? `…${event.requestId.slice(-12)}` : event.requestId}
        </Link>
      </Td>
    </>
  );
}

function ObjectLink({
  event,
  label,
  base,
}: {
  event: AuditEvent;
  label: ObjectLabel | undefined;
  base: string;
}) {
  if (label?.path) {
    return (
      <Link href={`${base}${label.path}`} className="link break-words">
        {label.label}
      </Link>
    );
  }
  const shown =
    event.objectId.length > 24 ? `${event.objectKind} …${event.objectId.slice(-8)}` : event.objectId;
  return <span className="text-ink-2">{label?.label ?? shown}</span>;
}
