import type { Metadata } from "next";
import { IncidentTable } from "@/components/incident/incident-table";
import { IncidentList } from "@/components/incident/list-filters";
import { activeFilters, csvHref, listHref, pageHrefs, paramsOf } from "@/components/incident/list-params";
import { PlainFilters } from "@/components/incident/plain-filters";
import { type ListParams, understoodParams } from "@/components/list/list-address";
import { PageLinks } from "@/components/list/page-links";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
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
  const { list, refused } = understoodParams(asked, (one) => incidentListQuerySchema.safeParse(one).success);
  const [page, services, teams] = await Promise.all([
    listIncidents(ctx, incidentListQuerySchema.parse(list)),
    listServices(ctx),
    listTeams(ctx),
  ]);
  const base = `/${slug}`;
  const path = `${base}/incidents`;
  const hrefs = pageHrefs(path, list, page.nextCursor);
  return (
    <Page
      title="Incidents"
      primaryLog
      actions={
        <LinkButton
          variant="ghost"
          href={csvHref(list, slug)}
          prefetch={false}
          download
          className="max-sm:hidden"
        >
          CSV
        </LinkButton>
      }
    >
      <IncidentList
        hasGenerated={page.incidents.some((incident) => incident.record === "generated")}
        choices={{
          services: services.map(({ slug: id, name }) => ({ slug: id, name })),
          teams: teams.map((team) => team.name),
          causes: list.cause?.split(",") ?? [],
        }}
      >
        <PlainFilters path={path} params={list} services={services} teams={teams.map((team) => team.name)} />
        {refused.length > 0 ? (
          <p role="status" className="pb-2 text-warn">
            Not understood and left out: {refused.join(", ")}.
          </p>
        ) : null}
        <Panel aria-label="Incidents">
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
        </Panel>
        <PageLinks hrefs={hrefs} />
      </IncidentList>
    </Page>
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
    <EmptyState
      className="p-4"
      title="No incident matches"
      action={
        <span className="flex flex-wrap gap-2">
          <LinkButton href={path}>Clear filters</LinkButton>
          {filters.length > 1
            ? filters.map((filter) => (
                <LinkButton
                  key={filter.name}
                  variant="ghost"
                  href={listHref(path, list, { [filter.name]: null })}
                >
                  without {filter.word}
                </LinkButton>
              ))
            : null}
        </span>
      }
    >
      The filter “{filters.map((filter) => `${filter.word}: ${filter.value}`).join("; ")}” matches nothing.
    </EmptyState>
  );
}
