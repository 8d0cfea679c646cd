import type { Metadata } from "next";
import { ListForm } from "@/components/form/list-form";
import { percentText } from "@/components/form/numbers";
import { AddService } from "@/components/service/service-actions";
import { ServiceTable } from "@/components/service/service-table";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { DayStripLegend } from "@/components/ui/day-strip";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { dayOf } from "@/domain/calendar/day";
import { numberWords } from "@/domain/overview/words";
import {
  filterServices,
  parseServiceListQuery,
  SERVICES_PER_PAGE,
  type ServiceFigureRow,
  type ServiceListQuery,
  serviceListSearch,
  sortServices,
} from "@/domain/service/figures";
import { serviceFigures } from "@/server/service/figures";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Services" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ServicesPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const asked = parseServiceListQuery(await searchParams);
  const [{ figures, dailyLoss }, teams] = await Promise.all([serviceFigures(ctx), listTeams(ctx)]);
  const found = sortServices(filterServices(figures.rows, asked), asked);
  const pages = Math.max(1, Math.ceil(found.length / SERVICES_PER_PAGE));
  const query = { ...asked, page: Math.min(asked.page, pages) };
  const shown = found.slice((query.page - 1) * SERVICES_PER_PAGE, query.page * SERVICES_PER_PAGE);
  const days = await dailyLoss(shown.map((row) => row.slug));
  const path = `/${workspace.slug}/services`;
  const add = {
    workspace: workspace.slug,
    teams: teams.map((team) => team.name),
    today: dayOf(ctx.now.getTime(), workspace.timeZone),
    workspaceObjective: percentText(workspace.sloTarget),
  };
  const allGenerated = figures.rows.every((row) => row.generated);
  return (
    <Page title="Services" actions={<AddService {...add} />}>
      <PrintLine>
        <b>{workspace.name}, services.</b> Availability and error budget of the last 90 days, as of{" "}
        {ctx.now.toISOString().slice(0, 16).replace("T", " ")} UTC.
        {workspace.isSample ? " Sample workspace, generated." : ""}
      </PrintLine>
      {figures.rows.length === 0 ? (
        <NoServices base={`/${workspace.slug}`} />
      ) : (
        <ListForm
          path={path}
          text={query.q}
          textLabel="Name, slug or team"
          choices={[teamChoice(query, figures.rows)]}
          kept={{
            ...(query.sort === "budget" ? {} : { sort: query.sort }),
            ...(query.isReversed ? { order: "reverse" } : {}),
          }}
          isFiltered={query.q !== "" || query.team !== ""}
        >
          <Panel aria-labelledby="services">
            <PanelHeader
              id="services"
              title={titleOf(found.length, figures.rows.length)}
              description={
                <span className="max-md:hidden">
                  last 90 days, today included
                  {allGenerated ? "; generated" : ""}
                </span>
              }
              right={<DayStripLegend className="max-lg:hidden" />}
            />
            {shown.length > 0 ? (
              <ServiceTable
                rows={shown}
                days={days}
                span={figures.span}
                query={query}
                path={path}
                tagged={!allGenerated}
              />
            ) : (
              <NothingFound query={query} path={path} />
            )}
          </Panel>
          <Pages query={query} pages={pages} path={path} />
        </ListForm>
      )}
    </Page>
  );
}

function titleOf(found: number, all: number): string {
  const words = `${numberWords(all)} ${all === 1 ? "service" : "services"}`;
  return found === all ? words : `${numberWords(found)} of ${words}`;
}

function teamChoice(query: ServiceListQuery, rows: readonly ServiceFigureRow[]) {
  const names = new Set(rows.flatMap((row) => (row.team === null ? [] : [row.team])));
  if (query.team !== "") names.add(query.team);
  return {
    name: "team",
    label: "Team",
    value: query.team,
    options: [
      { value: "", label: "All teams" },
      ...[...names].sort((a, b) => a.localeCompare(b, "en")).map((name) => ({ value: name, label: name })),
    ],
  };
}

function Pages({ query, pages, path }: { query: ServiceListQuery; pages: number; path: string }) {
  if (pages === 1) return null;
  const { page } = query;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 print:hidden">
      <span className="text-small text-ink-3">
        Page {page} of {pages}
      </span>
      {page > 1 ? (
        <LinkButton href={`${path}${serviceListSearch(query, { page: page - 1 })}`} rel="prev">
          Previous
        </LinkButton>
      ) : null}
      {page < pages ? (
        <LinkButton href={`${path}${serviceListSearch(query, { page: page + 1 })}`} rel="next">
          Next
        </LinkButton>
      ) : null}
    </nav>
  );
}

function NothingFound({ query, path }: { query: ServiceListQuery; path: string }) {
  const filters = [
    query.q === "" ? "" : `text: ${query.q}`,
    query.team === "" ? "" : `team: ${query.team}`,
  ].filter(Boolean);
  return (
    <EmptyState
      className="p-4"
      title="No service matches"
      action={<LinkButton href={path}>Clear filters</LinkButton>}
    >
      The filter “{filters.join(", ")}” matches nothing.
    </EmptyState>
  );
}

function NoServices({ base }: { base: string }) {
  return (
    <Panel className="max-w-[860px] p-6 max-sm:p-4">
      <EmptyState
        title="No services yet"
        action={<LinkButton href={`${base}/import`}>Import a list or a history</LinkButton>}
      >
        A service is something with availability of its own: a checkout, an API, a queue. Add the first one
        with
        <b> N</b>; a name is enough. An import of incidents makes the services that it names.
      </EmptyState>
    </Panel>
  );
}
