import type { Metadata } from "next";
import Link from "next/link";
import { LiveRefresh } from "@/components/integration/live-refresh";
import { PageLinks } from "@/components/list/page-links";
import { Page } from "@/components/shell/page";
import { BreakGlassBanner } from "@/components/sign-off/break-glass-banner";
import { QueueDesk } from "@/components/sign-off/queue-desk";
import { QueueKeys } from "@/components/sign-off/queue-keys";
import { LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { canKeepMembers } from "@/domain/access/workspace";
import type { SignOffRequest, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { listBreakGlass } from "@/server/break-glass/queries";
import type { Ctx } from "@/server/context";
import { listServices } from "@/server/service/queries";
import { countWaitingForMe, listRequests, readRequest } from "@/server/sign-off/queries";
import { budgetsSpent, countMineWaiting, viewerPersonId } from "@/server/sign-off/queue-figures";
import { pageContext } from "@/server/workspace/resolve";
import { foundById } from "../found-or-404";
import { Filters } from "./filters";
import { queryOf, requestAddress } from "./list-params";
import { NothingWaits } from "./nothing-waits";
import { ScopeTabs } from "./scope-tabs";

export const metadata: Metadata = { title: "Sign-offs" };

const REFRESH_EVERY_MS = 30_000;
const SHOWN_OPEN_MAX = 20;
const COUNTED_MAX = 100;

/** Beside the title on wide screens; below the queue on narrow ones. */
const ABOUT = [
  ["capacity", "Capacity"],
  ["compliance", "Compliance"],
  ["gate", "Gate"],
  ["break-glass", "Break-glass"],
] as const;

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function SignOffsPage({ params, searchParams }: Props) {
  const { workspace: slug } = await params;
  const { ctx, workspace } = await pageContext(slug);
  const search = await searchParams;
  const list = requestAddress.paramsOf(search);
  const query = queryOf(list);
  const [page, forMe, mine, services, open, toReview] = await Promise.all([
    listRequests(ctx, query),
    countWaitingForMe(ctx),
    countMineWaiting(ctx),
    listServices(ctx),
    listBreakGlass(ctx, { standing: "open", limit: SHOWN_OPEN_MAX }),
    listBreakGlass(ctx, { standing: "to-review", limit: COUNTED_MAX }),
  ]);
  const opened = await openedOf(ctx, search.request, page.requests);
  const path = `/${slug}/sign-offs`;
  const here = requestAddress.listHref(path, list, { cursor: list.cursor ?? null });
  const viewerId = viewerPersonId(ctx);
  return (
    <Page
      title="Sign-offs"
      actions={
        <span className="flex gap-1 max-sm:hidden">
          {ABOUT.map(([place, name]) => (
            <LinkButton key={place} variant="ghost" href={`${path}/${place}`}>
              {name}
            </LinkButton>
          ))}
        </span>
      }
    >
      <BreakGlassBanner
        open={open.breakGlass}
        toReview={toReview.breakGlass.length}
        workspace={slug}
        zone={workspace.timeZone}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <ScopeTabs path={path} scope={query.scope} counts={{ forMe, mine }} />
        <Filters path={path} params={list} scope={query.scope} services={services} />
        {page.requests.length > 0 ? <QueueKeys /> : null}
      </div>
      {page.requests.length > 0 ? null : (
        <Panel aria-label="Requests">
          <NothingWaits
            path={path}
            params={list}
            scope={query.scope}
            isOnRoster={viewerId !== null}
            membersHref={canKeepMembers(ctx.actor) ? `/${slug}/settings/members` : null}
          />
        </Panel>
      )}
      {opened === null ? null : (
        <QueueDesk
          // Another list is another desk: what was decided in one is not shown in the other.
          key={here}
          workspace={slug}
          requests={page.requests}
          opened={opened}
          budgets={await budgetsSpent(ctx, page.requests)}
          viewerId={viewerId}
          zone={workspace.timeZone}
          now={ctx.now.toISOString()}
          requestHref={`${here}${here.includes("?") ? "&" : "?"}request=`}
        />
      )}
      <nav aria-label="About sign-offs" className="flex flex-wrap gap-x-4 sm:hidden">
        {ABOUT.map(([place, name]) => (
          <Link key={place} href={`${path}/${place}`} className="link flex min-h-10 items-center">
            {name}
          </Link>
        ))}
      </nav>
      <PageLinks hrefs={requestAddress.pageHrefs(path, list, page.nextCursor)} />
      <LiveRefresh everyMs={REFRESH_EVERY_MS} />
    </Page>
  );
}

/** The one that the address names, or the first of the list, with everything about it. */
async function openedOf(
  ctx: Ctx,
  asked: string | string[] | undefined,
  requests: readonly SignOffRequest[],
): Promise<SignOffRequestDetail | null> {
  const named = Array.isArray(asked) ? asked[0] : asked;
  const id = named ?? requests[0]?.id;
  if (id === undefined) return null;
  return foundById(id, () => readRequest(ctx, id));
}
