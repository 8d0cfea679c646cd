import type { Metadata } from "next";
import Link from "next/link";
import { ChartExport } from "@/components/charts/chart-export";
import { WeekPanels } from "@/components/charts/week-panels";
import { Page, PrintLine } from "@/components/shell/page";
import { FigureFilters } from "@/components/sign-off/figure-filters";
import { FigureSentence, NothingNamedSo } from "@/components/sign-off/figure-page";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { dayOf, dayStartMs } from "@/domain/calendar/day";
import { NotFound } from "@/domain/errors";
import type { Mark } from "@/domain/mark/schema";
import { signOffHref } from "@/domain/overview/links";
import { numberWords, percentWords, spanWords } from "@/domain/overview/words";
import { COMPLIANCE_STATES } from "@/domain/sign-off/compliance";
import type { Compliance } from "@/domain/sign-off/compliance-schema";
import { COMPLIANCE_PARTS, complianceSentence, ratioWords } from "@/domain/sign-off/compliance-words";
import { listMarks } from "@/server/mark/queries";
import { compliance } from "@/server/sign-off/compliance";
import { pageContext } from "@/server/workspace/resolve";
import { ServiceTable, TeamTable, WeekTable } from "./breakdown-tables";
import {
  askOf,
  type CompliancePageQuery,
  compliancePageSearch,
  PERIODS,
  parseCompliancePage,
} from "./compliance-query";
import { ComplianceFigures } from "./figures";

export const metadata: Metadata = { title: "Compliance" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Is the sign-off policy followed? One sentence, its figures, weeks, teams and services, each opening its rows. */
export default async function CompliancePage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const query = parseCompliancePage(await searchParams);
  const base = `/${workspace.slug}`;
  const path = `${base}/sign-offs/compliance`;
  const ask = askOf(query, dayOf(ctx.now.getTime(), workspace.timeZone));
  const [data, marks] = await Promise.all([
    compliance(ctx, ask).catch((error: unknown) => {
      if (error instanceof NotFound) return error;
      throw error;
    }),
    listMarks(ctx, { from: ask.from }),
  ]);
  if (data instanceof NotFound) {
    return (
      <NothingNamedSo title="Compliance" base={base} path={path}>
        {data.message}
      </NothingNamedSo>
    );
  }
  const isNarrowed = query.service !== null || query.team !== null;
  const services = isNarrowed ? data.services.map(({ slug }) => slug) : null;
  const shared = { data, base, query, services };
  return (
    <Page title="Compliance" crumbs={[{ label: "Sign-offs", href: `${base}/sign-offs` }]} ownHeading>
      <PrintLine>
        <b>{workspace.name}, compliance.</b> {spanWords(data)}.{" "}
        {workspace.isSample ? "Sample workspace, generated." : ""}
      </PrintLine>
      <Filters query={query} path={path} base={base} data={data} />
      <FigureSentence
        question="Is the sign-off policy followed?"
        {...complianceSentence(data)}
        isGenerated={workspace.isSample}
      />
      {data.total.required === 0 && data.before.required === 0 ? (
        <Panel className="p-4">
          <EmptyState
            title="Nothing was asked for in this period"
            action={<LinkButton href={`${base}/policies`}>See the policy</LinkButton>}
          >
            A change appears here once it has gone live and a rule in force then asked a sign-off of it.
          </EmptyState>
        </Panel>
      ) : (
        <>
          <ComplianceFigures data={data} base={base} services={services} />
          <WeeksPanel
            data={data}
            base={base}
            marks={marks}
            services={services}
            csvHref={`${path}.csv${compliancePageSearch(query)}`}
          />
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,8fr)_minmax(0,7fr)]">
            <div className="flex min-w-0 flex-col gap-4">
              <TeamTable {...shared} />
              <WeekTable {...shared} />
            </div>
            <ServiceTable {...shared} />
          </div>
        </>
      )}
      <p className="max-w-[76ch] text-small text-ink-3">
        Of changes with AI evidence that went live, by how the sign-off stood that the policy in force asked
        for. Late is signed after it was due or after going live; missing is live without. A change counts
        once for each of its services and of the teams that keep these.{" "}
        <Link href={`${base}/metrics#compliance`} prefetch={false} className="link">
          How it is counted
        </Link>
      </p>
    </Page>
  );
}

function Filters({
  query,
  path,
  base,
  data,
}: {
  query: CompliancePageQuery;
  path: string;
  base: string;
  data: Compliance;
}) {
  const only = query.service === null ? query.team : (data.services[0]?.name ?? query.service);
  return (
    <FigureFilters
      weeks={query.weeks}
      periods={PERIODS}
      hrefOfWeeks={(weeks) => `${path}${compliancePageSearch(query, { weeks })}`}
      only={
        only === null
          ? null
          : { name: only, clearHref: `${path}${compliancePageSearch(query, { service: null, team: null })}` }
      }
      other={{ word: "Capacity", href: `${base}/sign-offs/capacity` }}
    />
  );
}

function WeeksPanel({
  data,
  base,
  marks,
  services,
  csvHref,
}: {
  data: Compliance;
  base: string;
  marks: readonly Mark[];
  services: readonly string[] | null;
  csvHref: string;
}) {
  const { points, timeZone } = data;
  const input = {
    timeZone,
    startMs: dayStartMs(data.from, timeZone),
    endMs: dayStartMs(data.to, timeZone),
    weeks: points.map(({ start, end }) => ({ start, end })),
    marks: marks.filter(({ kind }) => kind !== "other"),
    panels: [
      {
        key: "counts",
        title: "Changes that needed a sign-off, per week",
        kind: "bars" as const,
        series: COMPLIANCE_PARTS.map((part) => ({ ...part, values: points.map((point) => point[part.key]) })),
      },
      // Of a small team no week may have enough to tell a share.
      ...(points.some(({ ratio }) => ratio !== null) ? [sharePanel(points)] : []),
    ],
  };
  const readings = points.map((point) => ({
    title: spanWords({ from: point.start, to: point.end }),
    rows: [
      { name: "Needed a sign-off", value: numberWords(point.required) },
      ...COMPLIANCE_PARTS.map(({ key, name }) => ({ name, value: numberWords(point[key]) })),
      { name: "In time, share", value: ratioWords(point.ratio) },
    ],
    href: signOffHref(
      base,
      { from: point.start, to: point.end },
      { states: COMPLIANCE_STATES.required, services },
    ),
  }));
  const { total } = data;
  return (
    <Panel aria-labelledby="by-week">
      <PanelHeader
        id="by-week"
        title="Week by week"
        description="by when they went live"
        right={<ChartExport chart="compliance" name={`compliance-${data.from}`} csvHref={csvHref} />}
      />
      <PanelBody>
        <WeekPanels
          chart="compliance"
          label={`Changes that needed a sign-off by week, ${spanWords(data)}: ${numberWords(total.satisfied)} of ${numberWords(total.required)} signed in time${total.ratio === null ? "" : `, ${percentWords(total.ratio)}`}.`}
          input={input}
          readings={readings}
        />
        <ul className="mt-2 flex flex-wrap gap-x-3.5 gap-y-1 text-small text-ink-2">
          {COMPLIANCE_PARTS.map(({ key, name, colour, isHatched }) => (
            <li key={key} className="inline-flex items-center gap-1.5">
              <span
                aria-hidden="true"
                className={`inline-block size-2.5 rounded-[2px] ${isHatched ? "hatch" : "bg-(--swatch)"}`}
                style={{ "--swatch": `var(${colour})`, "--hatch": `var(${colour})` }}
              />
              {name}
            </li>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}

function sharePanel(points: Compliance["points"]) {
  const values = points.map(({ ratio }) => (ratio === null ? null : ratio * 100));
  return {
    key: "share",
    title: "Signed in time, % of these",
    kind: "lines" as const,
    isShare: true,
    series: [{ key: "ratio", name: "In time", colour: "--ink", values }],
  };
}
