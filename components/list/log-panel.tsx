import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";

/** Which part of a log is shown, as its address says. */
export type LogPlace<Status extends string> = {
  /** The page that the log stands on, without its filter. */
  path: string;
  status: Status | null;
  /** The page of the list that is shown; empty for the newest. */
  cursor: string;
};

/** The address of a part of a log; `more` is kept beside it. */
export function logHref(
  { path, status, cursor }: LogPlace<string>,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams();
  if (status !== null) query.set("status", status);
  if (cursor !== "") query.set("cursor", cursor);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `${path}${query.size > 0 ? `?${query}` : ""}`;
}

/** What came or went, newest first: the states to choose from, the rows, and the pages before. */
export function LogPanel<Status extends string>({
  id,
  title,
  description,
  place,
  words,
  head,
  rows,
  nextCursor,
  nothing,
}: {
  id: string;
  title: string;
  description?: ReactNode;
  place: LogPlace<Status>;
  /** What each state is called, in the order in which they are offered. */
  words: Readonly<Record<Status, string>>;
  head: ReactNode;
  rows: readonly ReactNode[];
  nextCursor: string | null;
  /** Said where there is nothing at all yet. */
  nothing: ReactNode;
}) {
  const isNew = rows.length === 0 && place.status === null && place.cursor === "";
  const statuses: (Status | null)[] = [null, ...(Object.keys(words) as Status[])];
  const choices = statuses.map((status) => ({
    value: status ?? "all",
    label: status === null ? "All" : words[status],
    href: logHref({ ...place, status, cursor: "" }),
  }));
  return (
    <Panel aria-labelledby={id}>
      <PanelHeader
        id={id}
        title={title}
        description={description}
        right={
          isNew ? null : <Segmented size="sm" label="State" options={choices} value={place.status ?? "all"} />
        }
      />
      {rows.length > 0 ? (
        <DataTable>
          <caption className="sr-only">{title}</caption>
          <thead>{head}</thead>
          <tbody>{rows}</tbody>
        </DataTable>
      ) : (
        <PanelBody>
          {isNew ? (
            nothing
          ) : (
            <EmptyState
              title={
                place.status === null
                  ? "Nothing further back"
                  : `Nothing is ${words[place.status].toLowerCase()}`
              }
              action={<LinkButton href={place.path}>Show all</LinkButton>}
            />
          )}
        </PanelBody>
      )}
      <LogPages
        className="border-t border-line px-4 py-2 max-sm:px-3"
        newest={place.cursor === "" ? null : logHref({ ...place, cursor: "" })}
        older={nextCursor === null ? null : logHref({ ...place, cursor: nextCursor })}
      />
    </Panel>
  );
}

/** The pages of a list that is read from its newest row back. */
export function LogPages({
  newest,
  older,
  className,
}: {
  newest: string | null;
  older: string | null;
  className?: string;
}) {
  if (newest === null && older === null) return null;
  return (
    <nav aria-label="Pages" className={`flex items-center justify-end gap-2 print:hidden ${className ?? ""}`}>
      {newest === null ? null : (
        <LinkButton size="sm" href={newest}>
          Newest
        </LinkButton>
      )}
      {older === null ? null : (
        <LinkButton size="sm" rel="next" href={older}>
          Older
        </LinkButton>
      )}
    </nav>
  );
}
