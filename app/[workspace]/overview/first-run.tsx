import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { SEVERITIES } from "@/domain/incident/schema";
import type { OverviewData } from "@/domain/overview/data";
import { LogFirstButton } from "./log-first-button";

/** Nothing to draw yet: no services, or services on which nothing was ever recorded. */
export function isFirstRun(data: OverviewData): boolean {
  if (data.choices.services.length === 0) return true;
  const isQuiet =
    SEVERITIES.every((severity) => data.figures.incidents[severity] === 0) &&
    data.figures.impactMinutes === 0;
  return (
    isQuiet && data.figures.coveredMinutes === 0 && data.query.period === "26w" && data.query.service === null
  );
}

/** The first minutes of a workspace: four ways to begin, in the order in which they help. */
export function FirstRun({
  base,
  hasServices,
  sample,
}: {
  base: string;
  hasServices: boolean;
  /** Address of the sample workspace, where there is one. */
  sample: string | null;
}) {
  return (
    <Panel className="max-w-[860px] overflow-hidden">
      <div className="px-6 pt-6 pb-2 max-sm:px-4">
        <p className="text-title font-semibold tracking-[-0.01em]">Nothing is recorded here yet</p>
        <p className="mt-1.5 max-w-prose text-read text-ink-2">
          This page will show availability beside AI adoption, what the outages cost and what they came from.
          It needs services, and what happened to them.
        </p>
      </div>
      <ol className="grid grid-cols-1 gap-px border-t border-line bg-line sm:grid-cols-2 [&>li]:bg-surface">
        <Step
          title={hasServices ? "Check your services" : "Add a service"}
          text="A name is enough. A weight and an objective make its part of the whole right."
        >
          <Link href={`${base}/services`} className={buttonClass({})}>
            {hasServices ? "Open services" : "Add a service"}
          </Link>
        </Step>
        <Step
          title="Log an incident"
          text="A title, a severity and one service. The times can be put right later."
        >
          <LogFirstButton />
        </Step>
        <Step
          title="Import a history"
          text="Status pages, Google Cloud incidents, CSV, Copilot metrics. You see what will happen before it does."
        >
          <Link href={`${base}/import`} className={buttonClass({})}>
            Import
          </Link>
        </Step>
        <Step
          title="Look around in the sample"
          text="A retailer and cloud company modelled on the public record of 2025-26, the rest generated."
        >
          <Link href={sample ?? `${base}/settings`} className={buttonClass({})}>
            {sample === null ? "Make it in the settings" : "Open the sample"}
          </Link>
        </Step>
      </ol>
    </Panel>
  );
}

function Step({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-col items-start gap-2 px-6 py-5 max-sm:px-4">
      <h2>{title}</h2>
      <p className="text-ink-2">{text}</p>
      <div className="mt-1">{children}</div>
    </li>
  );
}
