import type { Metadata } from "next";
import { headers } from "next/headers";
import { Suspense } from "react";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelBody } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { NotFound } from "@/domain/errors";
import type { OverviewData } from "@/domain/overview/data";
import { overviewSearch, parseOverviewQuery } from "@/domain/overview/query";
import { overview } from "@/server/availability/overview";
import { openIncidents } from "@/server/incident/queries";
import { listWorkspacesOf } from "@/server/workspace/queries";
import { pageContext } from "@/server/workspace/resolve";
import { BreakdownPanel } from "./overview/breakdown-panel";
import { ChangesPanel } from "./overview/changes-panel";
import { CostliestPanel } from "./overview/costliest-panel";
import { DefinitionLinks } from "./overview/definition-links";
import { Figures } from "./overview/figures";
import { FirstRun, isFirstRun } from "./overview/first-run";
import { OpenLine } from "./overview/open-line";
import { OverviewSkeleton } from "./overview/overview-skeleton";
import { Filters, OverviewPrintLine, PrintButton, PublicRecordNote, WeeksNote } from "./overview/page-parts";
import { ServicesPanel } from "./overview/services-panel";
import { SignOffsPanel } from "./overview/sign-offs-panel";
import { TrendPanel } from "./overview/trend-panel";

export const metadata: Metadata = { title: "Overview" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * On a navigation inside the app, grey blocks keep the place while the figures come. A document is sent whole instead:
 * what streams in later stays hidden without scripts, and this page is to be read without them.
 */
export default async function OverviewPage(props: Props) {
  const isNavigation = (await headers()).get("sec-fetch-dest") === "empty";
  if (!isNavigation) return await overviewPage(props);
  return (
    <Suspense fallback={<OverviewPlaceholder />}>
      <OverviewContent {...props} />
    </Suspense>
  );
}

function OverviewPlaceholder() {
  return (
    <Page title="Overview" primaryLog>
      <OverviewSkeleton />
    </Page>
  );
}

async function OverviewContent(props: Props) {
  return await overviewPage(props);
}

async function overviewPage({ params, searchParams }: Props) {
  const { ctx, principal, workspace } = await pageContext((await params).workspace);
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
    const sample = (await listWorkspacesOf(ctx.db, principal)).find((one) => one.isSample);
    return (
      <Page title="Overview" primaryLog>
        <FirstRun
          base={base}
          hasServices={answer.choices.services.length > 0}
          sample={sample ? `/${sample.slug}` : null}
        />
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
      {workspace.isSample ? <PublicRecordNote data={answer} base={base} /> : null}
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
      <div
        className={data.signOffs === null ? "contents" : "grid items-stretch gap-4 lg:grid-cols-[2.1fr_1fr]"}
      >
        <ChangesPanel data={data} base={base} />
        <SignOffsPanel data={data} base={base} />
      </div>
      <BreakdownPanel data={data} base={base} />
      <CostliestPanel data={data} base={base} />
      <ServicesPanel data={data} base={base} />
      <DefinitionLinks base={base} />
    </>
  );
}
