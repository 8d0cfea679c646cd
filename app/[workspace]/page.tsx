import type { Metadata } from "next";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelBody } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { NotFound } from "@/domain/errors";
import type { OverviewData } from "@/domain/overview/data";
import { overviewSearch, parseOverviewQuery } from "@/domain/overview/query";
import { overview } from "@/server/availability/overview";
import { openIncidents } from "@/server/incident/queries";
import { pageContext } from "@/server/workspace/resolve";
import { BreakdownPanel } from "./overview/breakdown-panel";
import { CostliestPanel } from "./overview/costliest-panel";
import { Figures } from "./overview/figures";
import { FirstRun, isFirstRun } from "./overview/first-run";
import { OpenLine } from "./overview/open-line";
import { Filters, OverviewPrintLine, PrintButton, WeeksNote } from "./overview/page-parts";
import { ServicesPanel } from "./overview/services-panel";
import { TrendPanel } from "./overview/trend-panel";

export const metadata: Metadata = { title: "Overview" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function OverviewPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const query = parseOverviewQuery(await searchParams);
  const base = `/${workspace.slug}`;
  const [answer, open] = await Promise.all([
    overview(ctx, query).catch((error: unknown) => {
      if (error instanceof NotFound) return error;
      throw error;
    }),
    openIncidents(ctx),
  ]);
  if (answer instanceof NotFound) {
    return (
      <Page title="Overview" primaryLog>
        <Panel>
          <PanelBody>
            <EmptyState
              title="The link names something that is not here"
              action={
                <LinkButton href={`${base}${overviewSearch(query, { service: null, team: null })}`}>
                  Show everything
                </LinkButton>
              }
            >
              {answer.message}
            </EmptyState>
          </PanelBody>
        </Panel>
      </Page>
    );
  }
  if (isFirstRun(answer)) {
    return (
      <Page title="Overview" primaryLog>
        <FirstRun base={base} hasServices={answer.choices.services.length > 0} />
      </Page>
    );
  }
  return (
    <Page title="Overview" primaryLog actions={<PrintButton />}>
      <OverviewPrintLine data={answer} workspace={workspace} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
        <Filters data={answer} base={base} />
        <WeeksNote data={answer} base={base} />
      </div>
      <OpenLine incidents={open} base={base} now={answer.now} />
      <Content data={answer} base={base} />
    </Page>
  );
}

function Content({ data, base }: { data: OverviewData; base: string }) {
  return (
    <>
      <Figures data={data} base={base} />
      <TrendPanel data={data} base={base} />
      <BreakdownPanel data={data} base={base} />
      <CostliestPanel data={data} base={base} />
      <ServicesPanel data={data} base={base} />
    </>
  );
}
