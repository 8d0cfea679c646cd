"use client";

import { useState } from "react";
import { BAR_WIDTHS } from "@/components/charts/chart-width";
import { axisText, Ticks } from "@/components/charts/trend-parts";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { HOUR_MS } from "@/domain/calendar/zone";
import { type ForecastLayout, layoutForecast } from "@/domain/capacity/forecast-layout";
import {
  type CapacityEstimate,
  type ReviewForecast,
  reviewForecast,
  type WhatIf,
} from "@/domain/capacity/what-if";
import { forecastWords, waitWords } from "@/domain/capacity/words";
import { numberWords, percentWords } from "@/domain/overview/words";
import { sliderValues, whatIfOf } from "./capacity-query";
import { Sliders } from "./sliders";

/** What the queue does if there were fewer reviewers, more adoption, a narrower rule: sliders, worked out as they move. */
export function ForecastPanel({ estimate, initial }: { estimate: CapacityEstimate; initial: WhatIf }) {
  const start = sliderValues(estimate, {});
  const [values, setValues] = useState(() => sliderValues(estimate, initial));
  const whatIf = whatIfOf(values, estimate);
  const [asItIs, asked] = [reviewForecast(estimate), reviewForecast(estimate, whatIf)];
  const isChanged = Object.keys(whatIf).length > 0;
  return (
    <Panel aria-labelledby="forecast">
      <PanelHeader
        id="forecast"
        title="What if"
        description="waiting for a review to begin, by Erlang C with the Allen-Cunneen correction"
      />
      <PanelBody className="grid gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
        <form method="get" className="flex flex-col gap-3.5">
          <Sliders
            estimate={estimate}
            values={values}
            onChange={(changed) => setValues((before) => ({ ...before, ...changed }))}
          />
          <div className="flex gap-2">
            <Button
              onClick={() => setValues(start)}
              disabled={!isChanged}
              className="[@media(scripting:none)]:hidden"
            >
              As it is
            </Button>
            <noscript>
              <Button type="submit">Work it out</Button>
            </noscript>
          </div>
        </form>
        <div className="flex min-w-0 flex-col gap-3">
          <p role="status" className={asked.stable ? "text-read" : "text-read font-medium text-bad"}>
            {forecastWords(asked)}
          </p>
          <div className="@container">
            {BAR_WIDTHS.map(({ width, className }) => (
              <div key={width} className={className}>
                <Curve layout={layoutForecast(estimate, whatIf, width)} />
              </div>
            ))}
          </div>
          <Comparison asItIs={asItIs} asked={asked} isChanged={isChanged} />
        </div>
      </PanelBody>
    </Panel>
  );
}

function Comparison({
  asItIs,
  asked,
  isChanged,
}: {
  asItIs: ReviewForecast;
  asked: ReviewForecast;
  isChanged: boolean;
}) {
  const rows: [name: string, of: (one: ReviewForecast) => string][] = [
    ["Sign-offs asked for a week", (one) => numberWords(one.requestsPerWeek, 1)],
    ["Reviewers, in effect", (one) => numberWords(one.reviewers, 1)],
    [
      "Hours asked for and given a week",
      (one) => `${numberWords(one.demandHours, 1)} of ${numberWords(one.supplyHours, 1)}`,
    ],
    ["Busy", (one) => (Number.isFinite(one.utilisation) ? percentWords(one.utilisation) : "–")],
    ["A review begins after", (one) => (one.stable ? waitWords(one.meanWaitHours * HOUR_MS) : "never ends")],
    ["Waiting at a time", (one) => (one.stable ? numberWords(one.meanWaiting, 1) : "more and more")],
  ];
  return (
    <table className="data-table" data-tight data-flush>
      <thead>
        <tr>
          <th scope="col">In working time, in the mean</th>
          <th scope="col" className="!text-right">
            As it is
          </th>
          {isChanged ? (
            <th scope="col" className="!text-right">
              What if
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, of]) => (
          <tr key={name}>
            <td>{name}</td>
            <td className="text-right whitespace-nowrap">{of(asItIs)}</td>
            {isChanged ? <td className="text-right font-semibold whitespace-nowrap">{of(asked)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Curve({ layout }: { layout: ForecastLayout }) {
  const { width, height, left, right, top, base, fullX } = layout;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="block h-auto max-w-full"
      data-chart="forecast"
    >
      <title>
        Mean hours until a review begins, by the share of their time for it that reviewers are busy
      </title>
      <rect x={fullX} y={top} width={right - fullX} height={base - top} fill="var(--surface-3)" />
      <Ticks ticks={layout.ticks} left={left} right={right} />
      <line x1={fullX} x2={fullX} y1={top} y2={base} stroke="var(--objective)" strokeDasharray="4 3" />
      <text x={right - 6} y={top + 14} textAnchor="end" className={axisText}>
        without end
      </text>
      <path d={layout.line} fill="none" stroke="var(--ink)" strokeWidth={1.75} />
      {layout.points.map((point) => {
        const isNow = point.key === "as-it-is";
        return (
          <circle
            key={point.key}
            cx={point.x}
            cy={point.y ?? top + 30}
            r={isNow ? 4 : 5}
            fill={isNow ? "var(--surface)" : point.y === null ? "var(--bad)" : "var(--ink)"}
            stroke={isNow ? "var(--ink)" : "var(--surface)"}
            strokeWidth={1.75}
          >
            <title>{isNow ? "As it is" : "What if"}</title>
          </circle>
        );
      })}
      {layout.shares.map(({ x, label }, index) => (
        <text
          key={label}
          x={x}
          y={base + 16}
          textAnchor={index === 0 ? "start" : "middle"}
          className={axisText}
        >
          {label}
        </text>
      ))}
    </svg>
  );
}
