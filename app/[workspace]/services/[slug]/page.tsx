import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { AbilitiesProvider } from "@/components/access/abilities";
import { percentText } from "@/components/form/numbers";
import { IncidentTable } from "@/components/incident/incident-table";
import { EditService } from "@/components/service/service-actions";
import { WeekChart } from "@/components/service/week-chart";
import { Page, PrintLine } from "@/components/shell/page";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { addDays, dayOf, mondayOf } from "@/domain/calendar/day";
import { incidentListQuerySchema } from "@/domain/incident/schema";
import { incidentsHref } from "@/domain/overview/links";
import { dayWords } from "@/domain/overview/words";
import type { Service } from "@/domain/service/schema";
import { availabilitySeries } from "@/server/availability/queries";
import { listIncidents } from "@/server/incident/queries";
import { serviceAbilities } from "@/server/service/access";
import { isTrackedFromStated, serviceFigures } from "@/server/service/figures";
import { getService, listServices } from "@/server/service/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";
import { foundOr404 } from "../../found-or-404";
import { DependenciesPanel } from "./dependencies-panel";
import { FactsPanel } from "./facts-panel";
import { ServiceFigureStrip } from "./figure-strip";

type Props = { params: Promise<{ workspace: string; slug: string }> };

const CHART_WEEKS = 26;
const INCIDENTS_SHOWN = 10;

const readService = cache(async (workspace: string, slug: string): Promise<Service> => {
  const { ctx } = await pageContext(workspace);
  return foundOr404(() => getService(ctx, decodeURIComponent(slug)));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, slug } = await params;
  return { title: (await readService(workspace, slug)).name };
}

export default async function ServicePage({ params }: Props) {
  const { workspace: workspaceSlug, slug } = await params;
  const { ctx, workspace } = await pageContext(workspaceSlug);
  const service = await readService(workspaceSlug, slug);
  const zone = workspace.timeZone;
  const today = dayOf(ctx.now.getTime(), zone);
  const firstWeek = addDays(mondayOf(today), -7 * (CHART_WEEKS - 1));
  const [abilities, services, teams, isStated, { figures, dailyLoss }, series, incidents] = await Promise.all(
    [
      serviceAbilities(ctx, service.slug),
      listServices(ctx),
      listTeams(ctx),
      isTrackedFromStated(ctx, service.slug),
      serviceFigures(ctx),
      availabilitySeries(ctx, {
        service: service.slug,
        grain: "week",
        from: firstWeek,
        to: addDays(mondayOf(today), 7),
      }),
      listIncidents(ctx, incidentListQuerySchema.parse({ service: service.slug, limit: INCIDENTS_SHOWN })),
    ],
  );
  const row = figures.rows.find((one) => one.slug === service.slug);
  const days = (await dailyLoss([service.slug])).get(service.slug) ?? [];
  const base = `/${workspace.slug}`;
  const trackedDay = dayOf(Date.parse(service.trackedFrom), zone);
  const below = series.points.filter(
    ({ availability }) => availability !== null && availability < service.sloTarget,
  ).length;
  return (
    <AbilitiesProvider value={abilities}>
      <Page
        title={service.name}
        crumbs={[{ label: "Services", href: `${base}/services` }]}
        actions={
          <EditService
            service={service}
            isTrackedFromStated={isStated}
            zone={zone}
            workspace={workspace.slug}
            teams={teams.map((team) => team.name)}
            today={today}
            workspaceObjective={percentText(workspace.sloTarget)}
            trackedDay={dayWords(trackedDay, true)}
          />
        }
      >
        <PrintLine>
          <b>
            {workspace.name}, {service.name}.
          </b>{" "}
          As of {ctx.now.toISOString().slice(0, 16).replace("T", " ")} UTC.
          {service.generated ? " Sample workspace, generated." : ""}
        </PrintLine>
        {row ? (
          <ServiceFigureStrip
            row={row}
            days={days}
            span={figures.span}
            totalWeight={figures.totalWeight}
            base={base}
          />
        ) : null}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_380px] max-sm:gap-3 print:block print:[&>*]:mb-4">
          <div className="flex min-w-0 flex-col gap-4 max-sm:gap-3">
            <Panel aria-labelledby="weeks">
              <PanelHeader
                id="weeks"
                title="Availability by week, %"
                description={`${CHART_WEEKS} weeks; ${
                  below === 0
                    ? "none under the objective"
                    : `${below} under the objective, ringed; a ring opens its incidents`
                }`}
              />
              <PanelBody>
                <WeekChart
                  points={series.points}
                  objective={service.sloTarget}
                  zone={zone}
                  hrefOf={(from, to) => incidentsHref(base, { from, to }, { service: service.slug })}
                  summary={`Availability of ${service.name} by week; ${below} of ${series.points.length} weeks under the objective.`}
                />
              </PanelBody>
            </Panel>
            <DependenciesPanel service={service} services={services} workspace={workspace.slug} />
          </div>
          <FactsPanel
            service={service}
            isStated={isStated}
            trackedDay={trackedDay}
            zone={zone}
            workspaceObjective={workspace.sloTarget}
            base={base}
          />
        </div>
        <Panel aria-labelledby="incidents">
          <PanelHeader
            id="incidents"
            title="Incidents"
            description={incidents.nextCursor ? `the newest ${INCIDENTS_SHOWN}` : null}
            right={
              <Link href={`${base}/incidents?service=${encodeURIComponent(service.slug)}`} className="link">
                All of this service
              </Link>
            }
          />
          {incidents.incidents.length > 0 ? (
            <IncidentTable
              incidents={incidents.incidents}
              base={base}
              zone={zone}
              now={ctx.now}
              params={{ service: service.slug }}
            />
          ) : (
            <PanelBody>
              <EmptyState title="No incident has hit this service">
                Log one with <b>C</b>, or bring a history in on the{" "}
                <Link href={`${base}/import`} className="link">
                  Import page
                </Link>
                .
              </EmptyState>
            </PanelBody>
          )}
        </Panel>
      </Page>
    </AbilitiesProvider>
  );
}
