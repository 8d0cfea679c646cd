import { LinkButton } from "@/components/ui/button";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";
import { Time, TimeAgo } from "@/components/ui/time";
import {
  NOTIFICATION_EVENT_WORDS,
  NOTIFICATION_STATUSES,
  type NotificationStatus,
} from "@/domain/notification/events";
import type { Notification } from "@/domain/notification/schema";
import { ResendButton } from "./resend-button";
import { NOTIFICATION_STATUS_WORDS, NotificationStatusChip } from "./state-chips";

export type LogView = {
  workspace: string;
  channelId: string;
  /** The page of the channel, without its filter. */
  path: string;
  status: NotificationStatus | null;
  /** The page of the list that is shown; empty for the newest. */
  cursor: string;
  zone: string;
  /** The server's clock. */
  now: string;
  isOff: boolean;
};

function logHref({ path, status, cursor }: Pick<LogView, "path" | "status" | "cursor">): string {
  const query = new URLSearchParams();
  if (status !== null) query.set("status", status);
  if (cursor !== "") query.set("cursor", cursor);
  return `${path}${query.size > 0 ? `?${query}` : ""}`;
}

/** What was sent to a channel, newest first, with what became of it. */
export function LogPanel({
  view,
  notifications,
  nextCursor,
}: {
  view: LogView;
  notifications: readonly Notification[];
  nextCursor: string | null;
}) {
  const isNew = notifications.length === 0 && view.status === null && view.cursor === "";
  const choices = [null, ...NOTIFICATION_STATUSES].map((status) => ({
    value: status ?? "all",
    label: status === null ? "All" : NOTIFICATION_STATUS_WORDS[status],
    href: logHref({ ...view, status, cursor: "" }),
  }));
  return (
    <Panel aria-labelledby="log">
      <PanelHeader
        id="log"
        title="Sent"
        description={<span className="max-sm:hidden">kept for 30 days, what failed for 90</span>}
        right={
          isNew ? null : <Segmented size="sm" label="State" options={choices} value={view.status ?? "all"} />
        }
      />
      {notifications.length === 0 ? (
        <PanelBody>
          <Nothing view={view} isNew={isNew} />
        </PanelBody>
      ) : (
        <DataTable>
          <caption className="sr-only">Sent</caption>
          <thead>
            <tr>
              <Th>What</Th>
              <Th>State</Th>
              <Th wide num>
                Answer
              </Th>
              <Th wide num>
                Tries
              </Th>
              <Th wide>Put down</Th>
              <Th wide>
                <span className="sr-only">Resend</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {notifications.map((one) => (
              <LogRow key={one.id} view={view} notification={one} />
            ))}
          </tbody>
        </DataTable>
      )}
      <Pages view={view} nextCursor={nextCursor} />
    </Panel>
  );
}

function LogRow({ view, notification }: { view: LogView; notification: Notification }) {
  const { status, nextTryAt, lastError, responseStatus, attempts } = notification;
  const created = <TimeAgo at={notification.createdAt} now={view.now} zone={view.zone} />;
  const resend =
    status === "waiting" || view.isOff ? null : (
      <ResendButton workspace={view.workspace} channelId={view.channelId} notification={notification} />
    );
  return (
    <tr className="[&>td]:align-top [&>td]:py-2">
      <TitleCell className="sm:!w-[55%]">
        <span className="block font-medium break-words whitespace-normal">
          {NOTIFICATION_EVENT_WORDS[notification.event]}: {notification.title}
        </span>
        <span className="mt-0.5 block text-small break-words whitespace-normal text-ink-2">
          {notification.sentence}
        </span>
        {lastError === null ? null : (
          <span className="mt-0.5 block text-small break-words whitespace-normal text-bad">{lastError}</span>
        )}
        {nextTryAt !== null && attempts > 0 ? (
          <span className="mt-0.5 block text-small text-ink-3">
            next try <Time at={nextTryAt} zone={view.zone} withZone />
          </span>
        ) : null}
        <SecondLine>
          {created} · answer {responseStatus ?? "none"} · {attempts === 1 ? "1 try" : `${attempts} tries`}
        </SecondLine>
        {resend === null ? null : <span className="mt-1.5 block sm:hidden">{resend}</span>}
      </TitleCell>
      <Td>
        <NotificationStatusChip status={status} />
      </Td>
      <Td wide num className="text-ink-2">
        {responseStatus ?? <span className="text-ink-3">none</span>}
      </Td>
      <Td wide num className="text-ink-2">
        {attempts}
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        {created}
      </Td>
      <Td wide className="text-right">
        {resend}
      </Td>
    </tr>
  );
}

function Nothing({ view, isNew }: { view: LogView; isNew: boolean }) {
  if (isNew) {
    return (
      <EmptyState title="Nothing has been sent yet">
        Send a test to see whether the channel works. What happens in the workspace follows by itself.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={
        view.status === null
          ? "Nothing further back"
          : `Nothing is ${NOTIFICATION_STATUS_WORDS[view.status].toLowerCase()}`
      }
      action={<LinkButton href={view.path}>Show all</LinkButton>}
    />
  );
}

function Pages({ view, nextCursor }: { view: LogView; nextCursor: string | null }) {
  if (view.cursor === "" && nextCursor === null) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-end gap-2 border-t border-line px-4 py-2 max-sm:px-3 print:hidden"
    >
      {view.cursor === "" ? null : (
        <LinkButton size="sm" href={logHref({ ...view, cursor: "" })}>
          Newest
        </LinkButton>
      )}
      {nextCursor === null ? null : (
        <LinkButton size="sm" rel="next" href={logHref({ ...view, cursor: nextCursor })}>
          Older
        </LinkButton>
      )}
    </nav>
  );
}
