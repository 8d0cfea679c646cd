import type { Metadata } from "next";
import { z } from "zod";
import { NeedsRole } from "@/components/access/needs-role";
import { ListForm } from "@/components/form/list-form";
import { FirstNextLinks } from "@/components/list/first-next-links";
import { IdentityTable } from "@/components/person/identity-table";
import { SuggestionsPanel } from "@/components/person/suggestions-panel";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { canKeepRoster } from "@/domain/access/roster";
import {
  IDENTITY_SHOWS,
  type IdentityPageQuery,
  identitySearch,
  parseIdentityQuery,
  SHOW_WORDS,
} from "@/domain/person/identity-query";
import { findCursor, writeCursor } from "@/server/api/page";
import { listIdentities } from "@/server/person/identities";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Identities" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PEOPLE_PER_PAGE = 50;
const SUGGESTIONS_SHOWN = 8;
const cursorSchema = z.object({ name: z.string().max(320), id: z.uuid() });

export default async function IdentitiesPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const crumbs = [{ label: "People", href: `/${workspace.slug}/people` }];
  if (!canKeepRoster(ctx.actor)) {
    return (
      <Page title="Identities" crumbs={crumbs}>
        <NeedsRole title="Merging people needs the admin role">
          Who is called what decides whose level a change is counted with. Ask an admin of this workspace.
        </NeedsRole>
      </Page>
    );
  }
  const query = parseIdentityQuery(await searchParams);
  const isFirst = query.q === "" && query.show === "unmatched" && query.cursor === "";
  const page = await listIdentities(ctx, {
    q: query.q || undefined,
    show: query.show,
    limit: PEOPLE_PER_PAGE,
    cursor: findCursor(query.cursor, cursorSchema),
  });
  const suggested = isFirst
    ? await listIdentities(ctx, { show: "suggested", limit: SUGGESTIONS_SHOWN })
    : { identities: [], next: null };
  const path = `/${workspace.slug}/people/identities`;
  const shared = { workspace: workspace.slug, zone: workspace.timeZone };
  return (
    <Page title="Identities" crumbs={crumbs}>
      <PrintLine>
        <b>{workspace.name}, identities.</b> {SHOW_WORDS[query.show]}.
      </PrintLine>
      <p className="max-w-[860px] text-ink-2">
        Sources call one person by logins, addresses and names. A change is counted with the level of whoever
        made it, so what is one person has to be one record: merge them here.
      </p>
      {suggested.identities.length > 0 ? (
        <SuggestionsPanel
          {...shared}
          identities={suggested.identities}
          hasMore={suggested.next !== null}
          moreHref={`${path}${identitySearch(query, { show: "suggested" })}`}
        />
      ) : null}
      <ListForm
        path={path}
        text={query.q}
        textLabel="Name, login or address"
        choices={[showChoice(query)]}
        isFiltered={query.q !== "" || query.show !== "unmatched"}
      >
        <Panel aria-labelledby="identities">
          <PanelHeader
            id="identities"
            title={SHOW_WORDS[query.show]}
            description={<span className="max-sm:hidden">by name</span>}
          />
          {page.identities.length > 0 ? (
            <IdentityTable {...shared} identities={page.identities} tagged={query.show === "all"} />
          ) : (
            <Nobody query={query} path={path} />
          )}
        </Panel>
        <Pages query={query} path={path} next={page.next} />
      </ListForm>
    </Page>
  );
}

function showChoice({ show }: IdentityPageQuery) {
  return {
    name: "show",
    label: "Show",
    value: show === "unmatched" ? "" : show,
    options: [
      { value: "", label: SHOW_WORDS.unmatched },
      ...IDENTITY_SHOWS.filter((one) => one !== "unmatched").map((value) => ({
        value,
        label: SHOW_WORDS[value],
      })),
    ],
  };
}

function Nobody({ query, path }: { query: IdentityPageQuery; path: string }) {
  if (query.q === "" && query.show === "unmatched") {
    return (
      <EmptyState
        className="p-4"
        title="Everybody known is on the roster"
        action={
          <LinkButton href={`${path}${identitySearch(query, { show: "all" })}`}>Show everyone</LinkButton>
        }
      >
        Whoever makes a change under a login, an address or a name that is nobody’s yet appears here.
      </EmptyState>
    );
  }
  if (query.q === "" && query.show === "suggested") {
    return (
      <EmptyState
        className="p-4"
        title="Nobody looks like somebody else"
        action={<LinkButton href={path}>All who are not on the roster</LinkButton>}
      >
        The machine compares names, logins and addresses. What it cannot see, you can still merge.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      className="p-4"
      title="Nobody matches"
      action={<LinkButton href={path}>Clear filters</LinkButton>}
    >
      The filter “
      {[query.q === "" ? "" : `text: ${query.q}`, SHOW_WORDS[query.show].toLowerCase()]
        .filter(Boolean)
        .join(", ")}
      ” matches nobody.
    </EmptyState>
  );
}

function Pages({
  query,
  path,
  next,
}: {
  query: IdentityPageQuery;
  path: string;
  next: { name: string; id: string } | null;
}) {
  return (
    <FirstNextLinks
      first={query.cursor === "" ? null : `${path}${identitySearch(query, {})}`}
      next={
        next === null
          ? null
          : `${path}${identitySearch(query, { cursor: writeCursor({ name: next.name, id: next.id }) })}`
      }
      rows={PEOPLE_PER_PAGE}
    />
  );
}
