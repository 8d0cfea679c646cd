import { WeekPanels } from "@/components/charts/week-panels";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { dayStartMs } from "@/domain/calendar/day";
import { HOUR_MS } from "@/domain/calendar/zone";
import type { Capacity } from "@/domain/capacity/schema";
import { waitOr, waitWords } from "@/domain/capacity/words";
import type { Mark } from "@/domain/mark/schema";
import { numberWords, percentWords, spanWords } from "@/domain/overview/words";

/** Demand, waiting and who could sign by week, as panels on one time axis with the marks through all. */
export function WeeksPanel({ data, marks }: { data: Capacity; marks: readonly Mark[] }) {
  const { weeks, timeZone } = data;
  const hours = (ms: number | null) => (ms === null ? null : ms / HOUR_MS);
  const input = {
    timeZone,
    startMs: dayStartMs(data.from, timeZone),
    endMs: dayStartMs(data.to, timeZone),
    weeks: weeks.map(({ start, end }) => ({ start, end })),
    marks,
    panels: [
      {
        key: "demand",
        title: "Sign-offs asked for, per week",
        kind: "bars" as const,
        series: [
          { key: "signed", name: "Signed", colour: "--none", values: weeks.map(({ signed }) => signed) },
          {
            key: "unsigned",
            name: "Not signed",
            colour: "--ink-3",
            isHatched: true,
            values: weeks.map(({ asked, signed }) => asked - signed),
          },
        ],
      },
      {
        key: "wait",
        title: "Waiting, hours: median, and 90 % dashed",
        kind: "lines" as const,
        series: [
          {
            key: "median",
            name: "Median",
            colour: "--ink",
            values: weeks.map(({ medianMs }) => hours(medianMs)),
          },
          {
            key: "p90",
            name: "90 %",
            colour: "--ink-3",
            isDashed: true,
            values: weeks.map(({ p90Ms }) => hours(p90Ms)),
          },
        ],
      },
      {
        key: "signers",
        title: "People who can sign",
        kind: "lines" as const,
        series: [
          { key: "signers", name: "Can sign", colour: "--ink", values: weeks.map(({ canSign }) => canSign) },
        ],
      },
    ],
  };
  const readings = weeks.map((week) => ({
    title: spanWords({ from: week.start, to: week.end }),
    rows: [
      { name: "Asked for", value: numberWords(week.asked) },
      { name: "Signed", value: numberWords(week.signed) },
      { name: "Median wait", value: waitOr(week.medianMs) },
      { name: "Nine in ten within", value: waitOr(week.p90Ms) },
      { name: "Within an hour", value: week.withinHour === null ? "–" : percentWords(week.withinHour.ratio) },
      { name: "Can sign", value: numberWords(week.canSign) },
    ],
    href: null,
  }));
  const { total } = data;
  return (
    <Panel aria-labelledby="by-week">
      <PanelHeader id="by-week" title="Demand and waiting" description="by when it was asked for" />
      <PanelBody>
        <WeekPanels
          chart="capacity"
          label={`Sign-offs asked for, waiting and people who can sign by week, ${spanWords(data)}: ${numberWords(total.asked)} asked for${total.medianMs === null ? "" : `, half signed within ${waitWords(total.medianMs)}`}.`}
          input={input}
          readings={readings}
        />
        <p className="mt-2 text-small text-ink-3">
          A week of fewer than eight requests has no waiting time. Hatched is what went live unsigned, by
          break-glass, or still waits.
        </p>
      </PanelBody>
    </Panel>
  );
}
