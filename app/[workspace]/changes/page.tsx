import type { Metadata } from "next";
import { ChangeList } from "@/components/change/change-filters";
import { ChangeTable } from "@/components/change/change-table";
import { activeFilters, changeAddress, changesCsvHref } from "@/components/change/list-params";
import { PlainFilters } from "@/components/change/plain-filters";
import type { ListParams } from "@/components/list/list-address";
import { ListPage, ListPanel, NothingMatches } from "@/components/list/list-page";
import { PageLinks } from "@/components/list/page-links";
import { readUnderstood } from "@/components/list/read-understood";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { dayOf } from "@/domain/calendar/day";
import { changeListQuerySchema } from "@/domain/change/list-schema";
import { dayWords } from "@/domain/overview/words";
import { AI_TOOLS } from "@/domain/provenance/tools";
import { authorNames } from "@/server/change/author-names";
import { listFurther } from "@/server/change/list-further";
import { toolsOnRecord } from "@/server/change/tools-on-record";
import { listServices } from "@/server/service/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Changes" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const KNOWN_TOOLS = AI_TOOLS.map(({ id }) => id).sort();

export default async function ChangesPage({ params, searchParams }: Props) {
  const { workspace: slug } = await params;
  const { ctx, workspace } = await pageContext(slug);
  const asked = changeAddress.paramsOf(await searchParams);
  const [{ found: page, list, refused }, services, authors, recorded] = await Promise.all([
    readUnderstood(asked, changeListQuerySchema, (query) => listFurther(ctx, query)),
    listServices(ctx),
    authorNames(ctx, asked.author?.split(",") ?? []),
    toolsOnRecord(ctx),
  ]);
  // Those on record first; the others that the detector knows may be of older changes.
  const tools = [...new Set([...(list.tool?.split(",") ?? []), ...recorded, ...KNOWN_TOOLS])];
  const base = `/${slug}`;
  const path = `${base}/changes`;
  const hrefs = changeAddress.pageHrefs(path, list, page.nextCursor);
  const looked = page.lookedTo === null ? null : lookedWords(page.lookedTo, list, workspace.timeZone);
  const shown = new Set(page.changes.map(({ environment }) => environment));
  for (const one of ["production", ...(list.environment?.split(",") ?? [])]) shown.add(one);
  return (
    <ListPage title="Changes" csvHref={changesCsvHref(list, slug)}>
      <ChangeList
        workspace={slug}
        hasGenerated={page.changes.some((change) => change.generated)}
        choices={{
          services: services.map((one) => ({ slug: one.slug, name: one.name })),
          tools,
          authors,
          environments: [...shown].sort(),
        }}
      >
        <PlainFilters path={path} params={list} services={services} tools={tools} />
        <ListPanel title="Changes" refused={refused}>
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
              further={looked && hrefs.next ? { looked, href: hrefs.next } : null}
              names={{
                service: new Map(services.map((one) => [one.slug, one.name])),
                author: new Map(authors.map(({ id, name }) => [id, name])),
              }}
            />
          )}
        </ListPanel>
        <PageLinks
          hrefs={hrefs}
          nextWord={looked ? "Look further" : "Next"}
          note={looked ? `${looked}, not to the end.` : undefined}
        />
      </ChangeList>
    </ListPage>
  );
}

/** Up to when a page that is not full has looked: "Looked back to 3 March 2026". */
function lookedWords(lookedTo: string, list: ListParams, zone: string): string {
  const day = dayWords(dayOf(Date.parse(lookedTo), zone), true);
  return list.order === "asc" ? `Looked up to ${day}` : `Looked back to ${day}`;
}

function Nothing({
  list,
  path,
  further,
  names,
}: {
  list: ListParams;
  path: string;
  /** Where the page ended its look before the end of the ledger. */
  further: { looked: string; href: string } | null;
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
    <NothingMatches
      title={further ? "No change matches so far" : "No change matches"}
      path={path}
      filters={filters}
      hrefWithout={(name) => changeAddress.listHref(path, list, { [name]: null })}
      first={
        further ? (
          <LinkButton variant="primary" href={further.href}>
            Look further
          </LinkButton>
        ) : null
      }
    >
      {further
        ? `${further.looked}: nothing on this page has “${said}”. What lies beyond was not looked at yet.`
        : `The filter “${said}” matches nothing${list.cursor ? " from here on" : ""}.`}
    </NothingMatches>
  );
}
