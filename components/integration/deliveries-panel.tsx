import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";
import { TimeAgo } from "@/components/ui/time";
import { DELIVERY_STATUSES, type DeliveryStatus } from "@/domain/integration/kinds";
import type { Delivery } from "@/domain/integration/schema";
import { RedeliverButton } from "./redeliver-button";
import { STATUS_WORDS, StatusChip } from "./status-chip";

export type DeliveriesView = {
  workspace: string;
  integrationId: string;
  /** The page of the integration, without its filter. */
  path: string;
  status: DeliveryStatus | null;
  /** The page of the list that is shown; empty for the newest. */
  cursor: string;
  zone: string;
  /** The server's clock. */
  now: string;
};

/** The address of a view of the deliveries. */
function deliveriesHref(
  { path, status, cursor }: Pick<DeliveriesView, "path" | "status" | "cursor">,
  delivery?: string,
): string {
  const query = new URLSearchParams();
  if (status !== null) query.set("status", status);
  if (cursor !== "") query.set("cursor", cursor);
  if (delivery !== undefined) query.set("delivery", delivery);
  return `${path}${query.size > 0 ? `?${query}` : ""}`;
}

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
  const choices = [null, ...DELIVERY_STATUSES].map((status) => ({
    value: status ?? "all",
    label: status === null ? "All" : STATUS_WORDS[status],
    href: deliveriesHref({ ...view, status, cursor: "" }),
  }));
  const isNew = deliveries.length === 0 && view.status === null && view.cursor === "";
  return (
    <Panel aria-labelledby="deliveries">
      <PanelHeader
        id="deliveries"
        title="Deliveries"
        right={
          isNew ? null : <Segmented size="sm" label="State" options={choices} value={view.status ?? "all"} />
        }
      />
      {deliveries.length === 0 ? (
        <PanelBody>
          <Nothing view={view} />
        </PanelBody>
      ) : (
        <DataTable>
          <caption className="sr-only">Deliveries</caption>
          <thead>
            <tr>
              <Th>Event</Th>
              <Th>State</Th>
              <Th wide>Told of</Th>
              <Th wide>Received</Th>
              <Th wide>
                <span className="sr-only">Redeliver</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                view={view}
                delivery={delivery}
                content={opened?.id === delivery.id ? opened.content : null}
              />
            ))}
          </tbody>
        </DataTable>
      )}
      <Pages view={view} nextCursor={nextCursor} />
    </Panel>
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
            href={deliveriesHref(view, isOpen ? undefined : delivery.id)}
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

function Nothing({ view }: { view: DeliveriesView }) {
  if (view.status === null && view.cursor === "") {
    return (
      <EmptyState title="Nothing has come yet">
        Follow the steps of the set-up; what comes shows up here by itself, with what became of it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={
        view.status === null
          ? "Nothing further back"
          : `Nothing is ${STATUS_WORDS[view.status].toLowerCase()}`
      }
      action={<LinkButton href={view.path}>Show all deliveries</LinkButton>}
    />
  );
}

function Pages({ view, nextCursor }: { view: DeliveriesView; nextCursor: string | null }) {
  if (view.cursor === "" && nextCursor === null) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-end gap-2 border-t border-line px-4 py-2 max-sm:px-3 print:hidden"
    >
      {view.cursor === "" ? null : (
        <LinkButton size="sm" href={deliveriesHref({ ...view, cursor: "" })}>
          Newest
        </LinkButton>
      )}
      {nextCursor === null ? null : (
        <LinkButton size="sm" rel="next" href={deliveriesHref({ ...view, cursor: nextCursor })}>
          Older
        </LinkButton>
      )}
    </nav>
  );
}
