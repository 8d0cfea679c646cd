import type { Metadata } from "next";
import { headers } from "next/headers";
import { z } from "zod";
import { NeedsRole } from "@/components/access/needs-role";
import { CommitStatusesPanel } from "@/components/integration/commit-statuses-panel";
import { DeliveriesPanel, type DeliveriesView } from "@/components/integration/deliveries-panel";
import { DeliveryContentView } from "@/components/integration/delivery-content";
import { Guide, OldSecretNote } from "@/components/integration/guide";
import { LiveRefresh } from "@/components/integration/live-refresh";
import { SourceActions } from "@/components/integration/source-actions";
import { OnChip } from "@/components/integration/status-chip";
import { Chip } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import { canKeepIntegrations } from "@/domain/access/change";
import { paramText, type SearchParams } from "@/domain/address/params";
import { NotFound } from "@/domain/errors";
import { DELIVERY_STATUSES, INTEGRATION_WORDS } from "@/domain/integration/kinds";
import { findCursor, instantPlaceSchema, writeCursor } from "@/server/api/page";
import { listCommitStatuses } from "@/server/commit-status/queries";
import type { Ctx } from "@/server/context";
import { listDeliveries, readDelivery } from "@/server/integrations/deliveries";
import { hookOrigin } from "@/server/integrations/hook-origin";
import { getIntegration } from "@/server/integrations/queries";
import { pageContext } from "@/server/workspace/resolve";
import { foundById } from "../../../found-or-404";
import { SettingsFrame } from "../../settings-frame";

export const metadata: Metadata = { title: "Integration" };

const DELIVERIES_PER_PAGE = 25;
const STATUSES_SHOWN = 10;
const WAITING_EVERY_MS = 2_000;
const FIRST_EVERY_MS = 4_000;

type Props = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function IntegrationPage({ params, searchParams }: Props) {
  const { workspace: slug, id } = await params;
  const context = await pageContext(slug);
  const { ctx, workspace } = context;
  const under = { label: "Integrations", path: "/integrations" };
  if (!canKeepIntegrations(ctx.actor)) {
    return (
      <SettingsFrame context={context} title="Integration">
        <NeedsRole title="For admins only">
          Integrations hold secrets and what their senders sent, so an admin of the workspace keeps them.
        </NeedsRole>
      </SettingsFrame>
    );
  }
  const integration = await foundById(id, () => getIntegration(ctx, id));
  const asked = askedOf(await searchParams);
  const page = await listDeliveries(ctx, id, {
    status: asked.status ?? undefined,
    limit: DELIVERIES_PER_PAGE,
    cursor: findCursor(asked.cursor, instantPlaceSchema),
  });
  const isTold = integration.kind === "github";
  const { statuses } = isTold
    ? await listCommitStatuses(ctx, id, { limit: STATUSES_SHOWN })
    : { statuses: [] };
  const view: DeliveriesView = {
    workspace: workspace.slug,
    integrationId: id,
    path: `/${workspace.slug}/settings/integrations/${id}`,
    status: asked.status,
    cursor: asked.cursor,
    zone: workspace.timeZone,
    now: ctx.now.toISOString(),
  };
  const isNew = page.deliveries.length === 0 && asked.status === null && asked.cursor === "";
  const isWaiting = page.deliveries.some(({ status }) => status === "received");
  return (
    <SettingsFrame context={context} title={integration.name} under={under}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {/* The bar above has no room for it there. */}
        <span className="w-full font-semibold break-words sm:hidden">{integration.name}</span>
        <span className="flex flex-wrap items-center gap-1.5">
          <Chip>{INTEGRATION_WORDS[integration.kind]}</Chip>
          <OnChip integration={integration} />
        </span>
        <span className="text-ink-2">
          added by {integration.createdBy},{" "}
          <Time at={integration.createdAt} zone={workspace.timeZone} format="date" />
        </span>
        <span className="flex flex-wrap items-center gap-2 sm:ml-auto">
          <SourceActions workspace={workspace.slug} integration={integration} />
        </span>
      </div>
      {integration.oldSecretUntil === null ? null : (
        <OldSecretNote until={<Time at={integration.oldSecretUntil} zone={workspace.timeZone} withZone />} />
      )}
      {integration.disabledAt === null ? null : (
        <p className="text-warn">It is switched off: what the sender posts is refused with 410.</p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)] max-sm:gap-3">
        <div className={`flex min-w-0 flex-col gap-4 max-sm:gap-3 ${isNew ? "max-lg:order-2" : ""}`}>
          <DeliveriesPanel
            view={view}
            deliveries={page.deliveries}
            nextCursor={page.next ? writeCursor(page.next) : null}
            opened={await openedOf(ctx, { id, asked, zone: workspace.timeZone, slug: workspace.slug })}
          />
          {isTold ? (
            <CommitStatusesPanel
              workspace={workspace.slug}
              integration={integration}
              statuses={statuses}
              zone={workspace.timeZone}
              now={ctx.now.toISOString()}
            />
          ) : null}
        </div>
        <Guide workspace={workspace.slug} integration={integration} origin={hookOrigin(await headers())} />
      </div>
      {isWaiting || isNew ? <LiveRefresh everyMs={isWaiting ? WAITING_EVERY_MS : FIRST_EVERY_MS} /> : null}
    </SettingsFrame>
  );
}

async function openedOf(
  ctx: Ctx,
  { id, asked, zone, slug }: { id: string; asked: ReturnType<typeof askedOf>; zone: string; slug: string },
) {
  if (!z.uuid().safeParse(asked.delivery).success) return null;
  try {
    const content = await readDelivery(ctx, { integrationId: id, id: asked.delivery });
    return {
      id: asked.delivery,
      content: <DeliveryContentView workspace={slug} content={content} zone={zone} />,
    };
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

function askedOf(params: SearchParams) {
  const status = DELIVERY_STATUSES.find((one) => one === paramText(params, "status")) ?? null;
  return { status, cursor: paramText(params, "cursor"), delivery: paramText(params, "delivery") };
}
