import type { Metadata } from "next";
import { Page, PrintLine } from "@/components/shell/page";
import { FigureFilters } from "@/components/sign-off/figure-filters";
import { FigureSentence, NothingNamedSo } from "@/components/sign-off/figure-page";
import { Kpi, KpiStrip } from "@/components/ui/kpi";
import { canKeepRoster } from "@/domain/access/roster";
import { dayOf } from "@/domain/calendar/day";
import type { Capacity } from "@/domain/capacity/schema";
import { capacitySentence, waitOr, waitWords } from "@/domain/capacity/words";
import { NotFound } from "@/domain/errors";
import { numberWords, percentWords, spanWords } from "@/domain/overview/words";
import { listAbsences } from "@/server/absence/queries";
import { policyMarks } from "@/server/capacity/policy-marks";
import { capacity } from "@/server/capacity/queries";
import { listPossibleSigners } from "@/server/capacity/signers";
import { pageContext } from "@/server/workspace/resolve";
import { AbsencesPanel } from "./absences-panel";
import { AssumptionsPanel } from "./assumptions";
import {
  askOf,
  type CapacityPageQuery,
  capacityPageSearch,
  PERIODS,
  parseCapacityPage,
} from "./capacity-query";
import { CurvePanel } from "./curve-panel";
import { ForecastPanel } from "./forecast-panel";
import { LoadPanel, SignersPanel, SinglesPanel } from "./reviewers-panels";
import { StampsPanel } from "./stamps-panel";
import { WeeksPanel } from "./weeks-panel";

export const metadata: Metadata = { title: "Capacity" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Who has time to sign: how long sign-offs wait, who gives them, and what would change it. */
export default async function CapacityPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const query = parseCapacityPage(await searchParams);
  const base = `/${workspace.slug}`;
  const path = `${base}/sign-offs/capacity`;
  const today = dayOf(ctx.now.getTime(), workspace.timeZone);
  const ask = askOf(query, today);
  const [data, marks, absences] = await Promise.all([
    capacity(ctx, ask).catch((error: unknown) => {
      if (error instanceof NotFound) return error;
      throw error;
    }),
    policyMarks(ctx, { from: ask.from, timeZone: workspace.timeZone }),
    listAbsences(ctx, {}),
  ]);
  if (data instanceof NotFound) {
    return (
      <NothingNamedSo title="Capacity" base={base} path={path}>
        {data.message}
      </NothingNamedSo>
    );
  }
  const people = canKeepRoster(ctx.actor)
    ? await listPossibleSigners(ctx, { today, minimumLevel: data.minimumLevel })
    : [];
  return (
    <Page title="Capacity" crumbs={[{ label: "Sign-offs", href: `${base}/sign-offs` }]} ownHeading>
      <PrintLine>
        <b>{workspace.name}, capacity for sign-offs.</b> {spanWords(data)}.{" "}
        {workspace.isSample ? "Sample workspace, generated." : ""}
      </PrintLine>
      <Filters query={query} path={path} base={base} />
      <Sentence data={data} isSample={workspace.isSample} />
      <Figures data={data} base={base} />
      <WeeksPanel data={data} marks={marks} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <CurvePanel data={data} />
        <LoadPanel data={data} base={base} />
      </div>
      <ForecastPanel estimate={data.estimate} initial={query.whatIf} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <AssumptionsPanel data={data} base={base} />
        <div className="flex min-w-0 flex-col gap-4">
          <SinglesPanel data={data} base={base} />
          <SignersPanel data={data} />
        </div>
      </div>
      <StampsPanel data={data} base={base} path={path} query={query} />
      <AbsencesPanel
        workspace={workspace.slug}
        absences={absences}
        today={today}
        personId={ctx.actor.kind === "user" ? ctx.actor.personId : null}
        people={people}
      />
    </Page>
  );
}

function Filters({ query, path, base }: { query: CapacityPageQuery; path: string; base: string }) {
  const only = query.service ?? query.team;
  return (
    <FigureFilters
      weeks={query.weeks}
      periods={PERIODS}
      hrefOfWeeks={(weeks) => `${path}${capacityPageSearch(query, { weeks })}`}
      only={
        only === null
          ? null
          : { name: only, clearHref: `${path}${capacityPageSearch(query, { service: null, team: null })}` }
      }
      other={{ word: "Compliance", href: `${base}/sign-offs/compliance` }}
    />
  );
}

function Sentence({ data, isSample }: { data: Capacity; isSample: boolean }) {
  const { head, interval, detail } = capacitySentence(data);
  return (
    <FigureSentence
      question="Who has time to sign?"
      head={
        <>
          {head}
          {interval === "" ? null : <span className="font-normal text-ink-2"> {interval}.</span>}
        </>
      }
      detail={detail}
      isGenerated={isSample}
    />
  );
}

function Figures({ data, base }: { data: Capacity; base: string }) {
  const { total, load, singles, signers, stamps } = data;
  const hour = total.withinHour;
  return (
    <KpiStrip label="Capacity of the period" columns="1fr 1.1fr 1fr 1fr 1.15fr">
      <Kpi label="Nine in ten signed within" value={waitOr(total.p90Ms)}>
        half within {waitOr(total.medianMs)}
      </Kpi>
      <Kpi
        label="Signed within an hour"
        value={hour === null ? "–" : numberWords(hour.ratio * 100, 1)}
        unit={hour === null ? undefined : "%"}
      >
        {hour === null || hour.low === null || hour.high === null
          ? null
          : `95 % interval ${percentWords(hour.low)} to ${percentWords(hour.high)}`}
      </Kpi>
      <Kpi label="Waiting now" value={numberWords(data.waitingNow)} href={`${base}/sign-offs`}>
        {data.oldestWaitingSince === null ? "nothing" : `the oldest for ${waitWords(oldestMs(data))}`}
      </Kpi>
      <Kpi label="Can sign today" value={numberWords(signers.canSign)} href="#signers">
        {numberWords(signers.away)} away
        {load === null ? "" : ` · ${numberWords(load.reviewers)} did lately`}
      </Kpi>
      <Kpi label="Depend on one person" value={numberWords(singles.length)} href="#singles" wide>
        {singles.length === 1 ? "service" : "services"} · {numberWords(stamps.flagged)} sign-offs quicker than
        reading
      </Kpi>
    </KpiStrip>
  );
}

function oldestMs({ oldestWaitingSince, now }: Capacity): number {
  return oldestWaitingSince === null ? 0 : Date.parse(now) - Date.parse(oldestWaitingSince);
}
