import type { Metadata } from "next";
import { NeedsRole } from "@/components/access/needs-role";
import { LiveRefresh } from "@/components/integration/live-refresh";
import { ChannelActions } from "@/components/notification/channel-actions";
import { SentPanel, type SentView } from "@/components/notification/sent-panel";
import { ChannelStateChip } from "@/components/notification/state-chips";
import { Chip } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { canKeepNotifications } from "@/domain/access/workspace";
import { paramText, type SearchParams } from "@/domain/address/params";
import { CHANNEL_WORDS, NOTIFICATION_EVENT_WORDS, NOTIFICATION_STATUSES } from "@/domain/notification/events";
import type { Channel } from "@/domain/notification/schema";
import { findCursor, instantPlaceSchema, writeCursor } from "@/server/api/page";
import { listNotifications } from "@/server/notification/log";
import { getChannel } from "@/server/notification/queries";
import { pageContext } from "@/server/workspace/resolve";
import { foundById } from "../../../found-or-404";
import { SettingsFrame } from "../../settings-frame";

export const metadata: Metadata = { title: "Channel" };

const PER_PAGE = 25;
const WAITING_EVERY_MS = 2_000;

type Props = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function ChannelPage({ params, searchParams }: Props) {
  const { workspace: slug, id } = await params;
  const context = await pageContext(slug);
  const { ctx, workspace } = context;
  const under = { label: "Notifications", path: "/notifications" };
  if (!canKeepNotifications(ctx.actor)) {
    return (
      <SettingsFrame context={context} title="Channel">
        <NeedsRole title="For admins only">
          Where notifications go is a secret, so an admin of the workspace keeps their channels.
        </NeedsRole>
      </SettingsFrame>
    );
  }
  const channel = await foundById(id, () => getChannel(ctx, id));
  const asked = askedOf(await searchParams);
  const page = await listNotifications(ctx, id, {
    status: asked.status ?? undefined,
    limit: PER_PAGE,
    cursor: findCursor(asked.cursor, instantPlaceSchema),
  });
  const view: SentView = {
    workspace: workspace.slug,
    channelId: id,
    path: `/${workspace.slug}/settings/notifications/${id}`,
    status: asked.status,
    cursor: asked.cursor,
    zone: workspace.timeZone,
    now: ctx.now.toISOString(),
    isOff: channel.disabledAt !== null,
  };
  const isWaiting = page.notifications.some(({ status }) => status === "waiting");
  return (
    <SettingsFrame context={context} title={channel.name} under={under}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {/* The bar above has no room for it there. */}
        <span className="w-full font-semibold break-words sm:hidden">{channel.name}</span>
        <span className="flex flex-wrap items-center gap-1.5">
          <Chip>{CHANNEL_WORDS[channel.kind]}</Chip>
          <ChannelStateChip channel={channel} />
        </span>
        <span className="text-ink-2">
          posts to <span className="break-all">{channel.host}</span>, added by {channel.createdBy},{" "}
          <Time at={channel.createdAt} zone={workspace.timeZone} format="date" />
        </span>
        <span className="flex flex-wrap items-center gap-2 sm:ml-auto">
          <ChannelActions workspace={workspace.slug} channel={channel} />
        </span>
      </div>
      {channel.disabledReason === null ? null : (
        <p className="text-bad">It was switched off. {channel.disabledReason}</p>
      )}
      {channel.oldSecretUntil === null ? null : (
        <p className="text-warn">
          What is posted carries the old secret's signature too, until{" "}
          <Time at={channel.oldSecretUntil} zone={workspace.timeZone} withZone />.
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2.4fr)_minmax(0,1fr)] max-sm:gap-3">
        <SentPanel
          view={view}
          notifications={page.notifications}
          nextCursor={page.next ? writeCursor(page.next) : null}
        />
        <EventsPanel channel={channel} />
      </div>
      {isWaiting ? <LiveRefresh everyMs={WAITING_EVERY_MS} /> : null}
    </SettingsFrame>
  );
}

function EventsPanel({ channel }: { channel: Channel }) {
  return (
    <Panel aria-labelledby="events">
      <PanelHeader id="events" title="Told of" />
      <PanelBody>
        <ul className="flex flex-col gap-1.5">
          {channel.events.map((event) => (
            <li key={event} className="flex flex-wrap justify-between gap-x-3">
              {NOTIFICATION_EVENT_WORDS[event]}
              <code className="font-mono text-[0.92em] text-ink-3">{event}</code>
            </li>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}

function askedOf(params: SearchParams) {
  const status = NOTIFICATION_STATUSES.find((one) => one === paramText(params, "status")) ?? null;
  return { status, cursor: paramText(params, "cursor") };
}
