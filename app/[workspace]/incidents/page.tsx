import type { Metadata } from "next";
import { IncidentTable } from "@/components/incident/incident-table";
import { IncidentList } from "@/components/incident/list-filters";
import { activeFilters, csvHref, listHref, pageHrefs, paramsOf } from "@/components/incident/list-params";
import { PlainFilters } from "@/components/incident/plain-filters";
import type { ListParams } from "@/components/list/list-address";
import { ListPage, ListPanel, NothingMatches } from "@/components/list/list-page";
import { PageLinks } from "@/components/list/page-links";
import { readUnderstood } from "@/components/list/read-understood";
import { EmptyState } from "@/components/ui/states";
import { incidentListQuerySchema } from "@/domain/incident/schema";
import { listIncidents } from "@/server/incident/queries";
import { listServices } from "@/server/service/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Incidents" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function IncidentsPage({ params, searchParams }: Props) {
  const { workspace: slug } = await params;
  const { ctx, workspace } = await pageContext(slug);
  const asked = paramsOf(await searchParams);
  const [{ found: page, list, refused }, services, teams] = await Promise.all([
    readUnderstood(asked, incidentListQuerySchema, (query) => listIncidents(ctx, query)),
    listServices(ctx),
    listTeams(ctx),
  ]);
  const base = `/${slug}`;
  const path = `${base}/incidents`;
  const hrefs = pageHrefs(path, list, page.nextCursor);
  return (
    <ListPage title="Incidents" csvHref={csvHref(list, slug)}>
      <IncidentList
        hasGenerated={page.incidents.some((incident) => incident.record === "generated")}
        choices={{
          services: services.map(({ slug: id, name }) => ({ slug: id, name })),
          teams: teams.map((team) => team.name),
          causes: list.cause?.split(",") ?? [],
        }}
      >
        <PlainFilters path={path} params={list} services={services} teams={teams.map((team) => team.name)} />
        <ListPanel title="Incidents" refused={refused}>
          {page.incidents.length > 0 ? (
            <IncidentTable
              incidents={page.incidents}
              base={base}
              zone={workspace.timeZone}
              now={ctx.now}
              params={list}
            />
          ) : (
            <Nothing
              list={list}
              path={path}
              serviceNames={new Map(services.map((one) => [one.slug, one.name]))}
            />
          )}
        </ListPanel>
        <PageLinks hrefs={hrefs} />
      </IncidentList>
    </ListPage>
  );
}

function Nothing({
  list,
  path,
  serviceNames,
}: {
  list: ListParams;
  path: string;
  serviceNames: Map<string, string>;
}) {
  const filters = activeFilters(list, { service: serviceNames });
  if (filters.length === 0) {
    return (
      <EmptyState className="p-4" title="No incident yet">
        Log the first one with <b>C</b>, or bring a history in on the Import page.
      </EmptyState>
    );
  }
  return (
    <NothingMatches
      title="No incident matches"
      path={path}
      filters={filters}
      hrefWithout={(name) => listHref(path, list, { [name]: null })}
    >
      The filter “{filters.map((filter) => `${filter.word}: ${filter.value}`).join("; ")}” matches nothing.
    </NothingMatches>
  );
}
