import { LogPanel, type LogPlace } from "@/components/list/log-panel";
import { SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/states";
import { Time, TimeAgo } from "@/components/ui/time";
import { NOTIFICATION_EVENT_WORDS, type NotificationStatus } from "@/domain/notification/events";
import type { Notification } from "@/domain/notification/schema";
import { ResendButton } from "./resend-button";
import { NOTIFICATION_STATUS_WORDS, NotificationStatusChip } from "./state-chips";

export type SentView = LogPlace<NotificationStatus> & {
  workspace: string;
  channelId: string;
  zone: string;
  /** The server's clock. */
  now: string;
  isOff: boolean;
};

/** What was sent to a channel, newest first, with what became of it. */
export function SentPanel({
  view,
  notifications,
  nextCursor,
}: {
  view: SentView;
  notifications: readonly Notification[];
  nextCursor: string | null;
}) {
  return (
    <LogPanel
      id="sent"
      title="Sent"
      description={<span className="max-sm:hidden">kept for 30 days, what failed for 90</span>}
      place={view}
      words={NOTIFICATION_STATUS_WORDS}
      head={
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
      }
      rows={notifications.map((one) => <SentRow key={one.id} view={view} notification={one} />)}
      nextCursor={nextCursor}
      nothing={
        <EmptyState title="Nothing has been sent yet">
          Send a test to see whether the channel works. What happens in the workspace follows by itself.
        </EmptyState>
      }
    />
  );
}

function SentRow({ view, notification }: { view: SentView; notification: Notification }) {
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
