"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { Offers } from "@/components/settings/offers";
import { Button } from "@/components/ui/button";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { TimeAgo } from "@/components/ui/time";
import {
  CHANNEL_KINDS,
  CHANNEL_WORDS,
  type ChannelKind,
  NOTIFICATION_EVENT_WORDS,
  NOTIFICATION_EVENTS,
} from "@/domain/notification/events";
import type { Channel, ChannelWithSecret } from "@/domain/notification/schema";
import { ChannelStateChip } from "./state-chips";

const load = () => import("./channel-dialogs");
const AddChannelDialog = lazy(async () => ({ default: (await load()).AddChannelDialog }));
const SecretDialog = lazy(async () => ({ default: (await load()).SecretDialog }));

type Clock = { now: string; zone: string };
type Open = { is: "new"; kind: ChannelKind } | { is: "made"; made: ChannelWithSecret } | null;

/** Where notifications go: each channel with its state at a glance. */
export function ChannelsPanel({
  workspace,
  channels,
  ...clock
}: { workspace: string; channels: readonly Channel[] } & Clock) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const made = (answer: ChannelWithSecret) => {
    if (answer.secret === null) router.push(`/${workspace}/settings/notifications/${answer.channel.id}`);
    else setOpen({ is: "made", made: answer });
    router.refresh();
  };
  return (
    <Panel aria-labelledby="channels">
      <PanelHeader
        id="channels"
        title="Channels"
        description={<span className="max-sm:hidden">what happens is posted there within moments</span>}
        right={
          channels.length === 0 ? null : (
            <Button
              size="sm"
              variant="primary"
              onClick={() => setOpen({ is: "new", kind: "webhook" })}
              onPointerEnter={load}
              onFocus={load}
            >
              Add channel
            </Button>
          )
        }
      />
      {channels.length === 0 ? (
        <Offers
          title="Nobody is told yet"
          why="A sign-off that waits costs less when somebody hears of it. Say where to tell them."
          offers={OFFERS}
          onChoose={(kind) => setOpen({ is: "new", kind })}
          load={load}
        />
      ) : (
        <ChannelsTable workspace={workspace} channels={channels} {...clock} />
      )}
      <Suspense fallback={null}>
        {open?.is === "new" ? (
          <AddChannelDialog workspace={workspace} first={open.kind} onMade={made} onClose={close} />
        ) : null}
        {open?.is === "made" ? (
          <SecretDialog
            made={open.made}
            onClose={() => {
              close();
              router.push(`/${workspace}/settings/notifications/${open.made.channel.id}`);
            }}
          />
        ) : null}
      </Suspense>
    </Panel>
  );
}

const OFFERS = CHANNEL_KINDS.map((kind) => ({
  kind,
  name: CHANNEL_WORDS[kind],
  what: {
    webhook: "JSON to an address of yours, signed as Standard Webhooks asks.",
    slack: "A message to a Slack channel, through an incoming webhook.",
  }[kind],
  action: `Set up ${kind === "slack" ? "Slack" : "a webhook"}`,
}));

function ChannelsTable({
  workspace,
  channels,
  now,
  zone,
}: { workspace: string; channels: readonly Channel[] } & Clock) {
  return (
    <DataTable>
      <caption className="sr-only">Channels</caption>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th wide>Kind</Th>
          <Th wide>Told of</Th>
          <Th wide>Last sent</Th>
          <Th wide num>
            Failed in 7 days
          </Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {channels.map((one) => {
          const href = `/${workspace}/settings/notifications/${one.id}`;
          const last =
            one.lastSentAt === null ? (
              <span className="text-ink-3">nothing yet</span>
            ) : (
              <TimeAgo at={one.lastSentAt} now={now} zone={zone} />
            );
          return (
            <tr key={one.id}>
              <TitleCell>
                <Link href={href}>{one.name}</Link>
                <span className="block truncate text-small text-ink-3">{one.host}</span>
                <SecondLine>
                  {CHANNEL_WORDS[one.kind]} · {last}
                  {one.failedLately > 0 ? (
                    <span className="text-bad"> · {one.failedLately} failed in 7 days</span>
                  ) : null}
                </SecondLine>
              </TitleCell>
              <Td wide className="whitespace-nowrap text-ink-2">
                {CHANNEL_WORDS[one.kind]}
              </Td>
              <Td wide className="whitespace-nowrap text-ink-2">
                <span title={one.events.map((event) => NOTIFICATION_EVENT_WORDS[event]).join(", ")}>
                  {one.events.length === NOTIFICATION_EVENTS.length
                    ? "everything"
                    : `${one.events.length} of ${NOTIFICATION_EVENTS.length}`}
                </span>
              </Td>
              <Td wide className="whitespace-nowrap text-ink-2">
                {last}
              </Td>
              <Td wide num>
                {one.failedLately === 0 ? (
                  <span className="text-ink-3">0</span>
                ) : (
                  <Link className="link text-bad" href={`${href}?status=failed`}>
                    {one.failedLately.toLocaleString("en")}
                  </Link>
                )}
              </Td>
              <Td>
                <ChannelStateChip channel={one} />
              </Td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}
