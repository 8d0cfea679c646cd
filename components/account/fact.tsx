import type { ReactNode } from "react";

/** A line of a panel about the account: what it is, its value, and what changes it at the right. */
export function Fact({
  name,
  note,
  action,
  children,
}: {
  name: string;
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex items-start gap-3">
      <dl className="grid min-w-0 flex-1 grid-cols-[72px_minmax(0,1fr)] gap-x-3">
        <dt className="text-ink-2">{name}</dt>
        <dd>
          <div className="font-medium break-words">{children}</div>
          {note ? <div className="mt-0.5 text-small text-ink-3">{note}</div> : null}
        </dd>
      </dl>
      {action}
    </div>
  );
}
