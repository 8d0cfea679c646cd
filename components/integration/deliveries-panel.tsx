import Link from "next/link";
import type { ReactNode } from "react";
import { LogPanel, type LogPlace, logHref } from "@/components/list/log-panel";
import { SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/states";
import { TimeAgo } from "@/components/ui/time";
import type { DeliveryStatus } from "@/domain/integration/kinds";
import type { Delivery } from "@/domain/integration/schema";
import { RedeliverButton } from "./redeliver-button";
import { STATUS_WORDS, StatusChip } from "./status-chip";

export type DeliveriesView = LogPlace<DeliveryStatus> & {
  workspace: string;
  integrationId: string;
  zone: string;
  /** The server's clock. */
  now: string;
};

/** What came from the source, newest first. `opened` is drawn below the delivery of that id. */
export function DeliveriesPanel({
  view,
  deliveries,
  nextCursor,
  opened,
}: {
  view: DeliveriesView;
  deliveries: readonly Delivery[];
  nextCursor: string | null;
  opened: { id: string; content: ReactNode } | null;
}) {
  return (
    <LogPanel
      id="deliveries"
      title="Deliveries"
      place={view}
      words={STATUS_WORDS}
      head={
        <tr>
          <Th>Event</Th>
          <Th>State</Th>
          <Th wide>Told of</Th>
          <Th wide>Received</Th>
          <Th wide>
            <span className="sr-only">Redeliver</span>
          </Th>
        </tr>
      }
      rows={deliveries.map((delivery) => (
        <DeliveryRow
          key={delivery.id}
          view={view}
          delivery={delivery}
          content={opened?.id === delivery.id ? opened.content : null}
        />
      ))}
      nextCursor={nextCursor}
      nothing={
        <EmptyState title="Nothing has come yet">
          Follow the steps of the set-up; what comes shows up here by itself, with what became of it.
        </EmptyState>
      }
    />
  );
}

function DeliveryRow({
  view,
  delivery,
  content,
}: {
  view: DeliveriesView;
  delivery: Delivery;
  content: ReactNode;
}) {
  const isOpen = content !== null;
  const redeliver =
    delivery.status === "failed" || isOpen ? (
      <RedeliverButton workspace={view.workspace} integrationId={view.integrationId} delivery={delivery} />
    ) : null;
  const received = <TimeAgo at={delivery.receivedAt} now={view.now} zone={view.zone} />;
  return (
    <>
      <tr id={`delivery-${delivery.id}`} className="[&>td]:align-top [&>td]:py-2">
        <TitleCell className="sm:!w-[45%]">
          <Link
            href={logHref(view, isOpen ? {} : { delivery: delivery.id })}
            scroll={false}
            aria-expanded={isOpen}
            className="font-mono !text-[0.92em]"
          >
            {delivery.event}
          </Link>
          {delivery.reason === null ? null : (
            <span className="mt-0.5 block text-small whitespace-normal text-ink-2">{delivery.reason}</span>
          )}
          <Repeats delivery={delivery} />
          <SecondLine>
            {received}
            <ToldOf workspace={view.workspace} delivery={delivery} />
          </SecondLine>
          {redeliver === null ? null : <span className="mt-1.5 block sm:hidden">{redeliver}</span>}
        </TitleCell>
        <Td>
          <StatusChip status={delivery.status} />
        </Td>
        <Td wide className="w-[28%] text-ink-2">
          <ToldOf workspace={view.workspace} delivery={delivery} />
        </Td>
        <Td wide className="whitespace-nowrap text-ink-2">
          {received}
        </Td>
        <Td wide className="text-right">
          {redeliver}
        </Td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={5} className="!h-auto bg-surface-2 !whitespace-normal">
            {content}
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** How often it came and was tried, where that is more than once. */
function Repeats({ delivery: { attempts, repetitions } }: { delivery: Delivery }) {
  const parts = [
    attempts > 1 ? `tried ${attempts} times` : "",
    repetitions > 0 ? `came ${repetitions + 1} times` : "",
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return <span className="block text-small text-ink-3">{parts.join(", ")}</span>;
}

const TITLES_MAX = 2;

function ToldOf({ workspace, delivery: { changes } }: { workspace: string; delivery: Delivery }) {
  const rest = changes.length - TITLES_MAX;
  return (
    <>
      {changes.slice(0, TITLES_MAX).map(({ id, title }) => (
        <Link key={id} href={`/${workspace}/changes/${id}`} className="link line-clamp-2 break-words">
          {title}
        </Link>
      ))}
      {rest > 0 ? <span className="text-small text-ink-3">and {rest} more</span> : null}
    </>
  );
}
