import type { Metadata } from "next";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { TimeAgo } from "@/components/ui/time";
import { canSeeAudit } from "@/domain/access/reading";
import { AUDIT_FILTERS, type AuditFilter } from "@/domain/audit/schema";
import { findCursor, instantPlaceSchema, writeCursor } from "@/server/api/page";
import { labelsOf } from "@/server/audit/labels";
import { auditChainState, type ChainState, listAudit, listAuditActions } from "@/server/audit/queries";
import { pageContext } from "@/server/workspace/resolve";
import { auditHref, auditParams } from "./audit-params";
import { EventTable } from "./event-table";
import { FilterForm } from "./filter-form";

export const metadata: Metadata = { title: "Audit" };

const EVENTS_PER_PAGE = 100;

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function AuditPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  if (!canSeeAudit(ctx.actor)) return <NotForYou />;
  const { filter, cursor, refused } = auditParams(await searchParams, workspace.timeZone);
  const [page, actions, chain] = await Promise.all([
    listAudit(ctx, { ...filter, limit: EVENTS_PER_PAGE, cursor: findCursor(cursor, instantPlaceSchema) }),
    listAuditActions(ctx),
    auditChainState(ctx),
  ]);
  const labels = await labelsOf(ctx, page.events);
  const base = `/${workspace.slug}`;
  const path = `${base}/audit`;
  return (
    <Page title="Audit" actions={<Exports filter={filter} workspace={workspace.slug} />}>
      <PrintLine>
        <b>{workspace.name}, audit.</b> As of {ctx.now.toISOString()}.
      </PrintLine>
      <FilterForm path={path} filter={filter} actions={actions} />
      {refused.length > 0 ? (
        <p role="status" className="text-warn">
          Not understood and left out: {refused.join(", ")}.
        </p>
      ) : null}
      <Panel aria-labelledby="events">
        <PanelHeader
          id="events"
          title="Who changed what"
          description={<Chain chain={chain} now={ctx.now.toISOString()} />}
        />
        {page.events.length > 0 ? (
          <EventTable
            events={page.events}
            labels={labels}
            base={base}
            filter={filter}
            zone={workspace.timeZone}
          />
        ) : (
          <Nothing filter={filter} path={path} />
        )}
      </Panel>
      <nav aria-label="Pages" className="flex items-center justify-end gap-2 print:hidden">
        {cursor === "" ? null : <LinkButton href={auditHref(path, filter)}>First page</LinkButton>}
        {page.next ? (
          <LinkButton href={auditHref(path, filter, { cursor: writeCursor(page.next) })} rel="next">
            Next {EVENTS_PER_PAGE}
          </LinkButton>
        ) : null}
      </nav>
    </Page>
  );
}

function Exports({ filter, workspace }: { filter: AuditFilter; workspace: string }) {
  return (["csv", "ndjson"] as const).map((format) => {
    const href = auditHref("/api/v1/audit/export", filter);
    const query = new URLSearchParams({ format, workspace });
    return (
      <LinkButton
        key={format}
        variant="ghost"
        href={`${href}${href.includes("?") ? "&" : "?"}${query}`}
        prefetch={false}
        download
        className="max-sm:hidden"
      >
        {format.toUpperCase()}
      </LinkButton>
    );
  });
}

/** How far the chain goes, and whether it was whole when it was last gone through. */
function Chain({ chain, now }: { chain: ChainState; now: string }) {
  if (chain.position === 0) return "nothing is chained yet";
  const { verified } = chain;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span title={chain.hash ?? undefined}>chained up to {chain.position.toLocaleString("en")}</span>
      {verified === null ? (
        <Chip tone="dashed">not verified yet</Chip>
      ) : (
        <>
          <Chip tone={verified.findings === 0 ? "good" : "bad"}>
            {verified.findings === 0 ? "intact" : `${verified.findings.toLocaleString("en")} findings`}
          </Chip>
          <span>
            verified up to {verified.position.toLocaleString("en")}, <TimeAgo at={verified.at} now={now} />
          </span>
        </>
      )}
    </span>
  );
}

function Nothing({ filter, path }: { filter: AuditFilter; path: string }) {
  const named = AUDIT_FILTERS.filter(({ name }) => filter[name] !== undefined);
  if (named.length === 0) {
    return (
      <EmptyState className="p-4" title="Nothing has been changed yet">
        Every change from now on stands here, with who made it and what was there before.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      className="p-4"
      title="No event matches"
      action={<LinkButton href={path}>Clear filters</LinkButton>}
    >
      The filter “{named.map(({ name, word }) => `${word}: ${filter[name]}`).join("; ")}” matches nothing.
    </EmptyState>
  );
}

function NotForYou() {
  return (
    <Page title="Audit">
      <Panel className="p-4">
        <EmptyState title="The audit trail is for admins">
          It names people and what they did. Ask an admin of the workspace for what you need from it.
        </EmptyState>
      </Panel>
    </Page>
  );
}
