import Link from "next/link";
import type { ReactNode } from "react";
import { fieldChanges } from "@/domain/audit/changes";
import type { AuditEvent } from "@/domain/audit/schema";
import { auditHref } from "./audit-params";

/** What an event changed, field by field, and what identifies it. */
export function EventDetails({ event, path }: { event: AuditEvent; path: string }) {
  const changes = fieldChanges(event.before, event.after);
  return (
    <div className="flex max-w-[1100px] flex-col gap-3">
      {changes.length === 0 ? (
        <p className="text-ink-2">This event tells of no fields.</p>
      ) : (
        <dl className="flex flex-col gap-1.5">
          {changes.map(({ field, before, after }) => (
            <div
              key={field}
              className="grid grid-cols-[minmax(0,1fr)] gap-x-3 sm:grid-cols-[160px_minmax(0,1fr)]"
            >
              <dt className="text-ink-2">{field}</dt>
              <dd className="flex flex-col gap-0.5 [overflow-wrap:anywhere] whitespace-pre-wrap">
                {before === null ? null : (
                  <del className="text-ink-3 decoration-1">
                    <span className="sr-only">before: </span>
                    {before}
                  </del>
                )}
                {after === null ? (
                  <span className="text-ink-3">taken away</span>
                ) : (
                  <ins className="no-underline">
                    <span className="sr-only">after: </span>
                    {after}
                  </ins>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-2">
        <span>
          <code className="font-mono">{event.action}</code>
        </span>
        <span>
          {event.position === null ? "not chained yet" : `position ${event.position.toLocaleString("en")}`}
        </span>
        <Told name="address">{event.address ?? "none"}</Told>
        <Told name="request">
          <Link href={auditHref(path, {}, { requestId: event.requestId })} className="link break-all">
            {event.requestId}
          </Link>
        </Told>
        <Told name="object">
          <Link
            href={auditHref(path, {}, { objectKind: event.objectKind, objectId: event.objectId })}
            className="link break-all"
          >
            {event.objectKind} {event.objectId}
          </Link>
        </Told>
      </p>
    </div>
  );
}

function Told({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span>
      {name} {children}
    </span>
  );
}
