import type { Metadata } from "next";
import { ChangeList } from "@/components/change/change-filters";
import { ChangeTable } from "@/components/change/change-table";
import { activeFilters, changeAddress, changesCsvHref } from "@/components/change/list-params";
import { PlainFilters } from "@/components/change/plain-filters";
import { type ListParams, understoodParams } from "@/components/list/list-address";
import { PageLinks } from "@/components/list/page-links";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { changeListQuerySchema } from "@/domain/change/schema";
import { AI_TOOLS } from "@/domain/provenance/tools";
import { authorNames } from "@/server/change/author-names";
import { listChanges } from "@/server/change/list";
import { listServices } from "@/server/service/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Changes" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const TOOLS = AI_TOOLS.map(({ id }) => id).sort();

export default async function ChangesPage({ params, searchParams }: Props) {
  const { workspace: slug } = await params;
  const { ctx, workspace } = await pageContext(slug);
  const { list, refused } = understoodParams(
    changeAddress.paramsOf(await searchParams),
    (one) => changeListQuerySchema.safeParse(one).success,
  );
  const [page, services, authors] = await Promise.all([
    listChanges(ctx, changeListQuerySchema.parse(list)),
    listServices(ctx),
    authorNames(ctx, list.author?.split(",") ?? []),
  ]);
  const base = `/${slug}`;
  const path = `${base}/changes`;
  const shown = new Set(page.changes.map(({ environment }) => environment));
  for (const one of ["production", ...(list.environment?.split(",") ?? [])]) shown.add(one);
  return (
    <Page
      title="Changes"
      primaryLog
      actions={
        <LinkButton
          variant="ghost"
          href={changesCsvHref(list, slug)}
          prefetch={false}
          download
          className="max-sm:hidden"
        >
          CSV
        </LinkButton>
      }
    >
      <ChangeList
        workspace={slug}
        hasGenerated={page.changes.some((change) => change.generated)}
        choices={{
          services: services.map((one) => ({ slug: one.slug, name: one.name })),
          tools: [...new Set([...TOOLS, ...(list.tool?.split(",") ?? [])])],
          authors,
          environments: [...shown].sort(),
        }}
      >
        <PlainFilters path={path} params={list} services={services} tools={TOOLS} />
        {refused.length > 0 ? (
          <p role="status" className="pb-2 text-warn">
            Not understood and left out: {refused.join(", ")}.
          </p>
        ) : null}
        <Panel aria-label="Changes">
          {page.changes.length > 0 ? (
            <ChangeTable
              changes={page.changes}
              base={base}
              zone={workspace.timeZone}
              now={ctx.now}
              params={list}
            />
          ) : (
            <Nothing
              list={list}
              path={path}
              isCutShort={page.nextCursor !== null}
              names={{
                service: new Map(services.map((one) => [one.slug, one.name])),
                author: new Map(authors.map(({ id, name }) => [id, name])),
              }}
            />
          )}
        </Panel>
        <PageLinks
          hrefs={changeAddress.pageHrefs(path, list, page.nextCursor)}
          // A page that is not full has looked at as much as one page may.
          nextWord={page.changes.length < DEFAULT_LIMIT ? "Look further" : "Next"}
        />
      </ChangeList>
    </Page>
  );
}

const DEFAULT_LIMIT = changeListQuerySchema.parse({}).limit;

function Nothing({
  list,
  path,
  isCutShort,
  names,
}: {
  list: ListParams;
  path: string;
  isCutShort: boolean;
  names: { service: Map<string, string>; author: Map<string, string> };
}) {
  const filters = activeFilters(list, names);
  if (filters.length === 0) {
    return (
      <EmptyState
        className="p-4"
        title="No change yet"
        action={
          <LinkButton href={`${path.replace(/\/changes$/, "")}/settings/integrations`}>
            Integrations
          </LinkButton>
        }
      >
        Changes come in from where they happen: connect GitHub, GitLab or a deployment tool, send them to the
        API, or read a repository&apos;s history with <code>npx faultline import git</code>.
      </EmptyState>
    );
  }
  const said = filters.map((filter) => `${filter.word}: ${filter.value}`).join("; ");
  return (
    <EmptyState
      className="p-4"
      title={isCutShort ? "No change matches so far" : "No change matches"}
      action={
        <span className="flex flex-wrap gap-2">
          <LinkButton href={path}>Clear filters</LinkButton>
          {filters.length > 1
            ? filters.map((filter) => (
                <LinkButton
                  key={filter.name}
                  variant="ghost"
                  href={changeAddress.listHref(path, list, { [filter.name]: null })}
                >
                  without {filter.word}
                </LinkButton>
              ))
            : null}
        </span>
      }
    >
      {isCutShort
        ? `None of the 100,000 changes looked at has “${said}”. Older ones may: look further below.`
        : `The filter “${said}” matches nothing.`}
    </EmptyState>
  );
}
