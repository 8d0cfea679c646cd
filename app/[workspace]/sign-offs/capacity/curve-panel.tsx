import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { Capacity } from "@/domain/capacity/schema";
import { waitOr } from "@/domain/capacity/words";
import { numberWords, percentWords } from "@/domain/overview/words";
import { CurveChart } from "./curve-chart";

/** The Kaplan-Meier curve of what still waits, with its 95 % limits. */
export function CurvePanel({ data }: { data: Capacity }) {
  const { total, curve } = data;
  const censored = total.asked - total.signed;
  return (
    <Panel aria-labelledby="curve">
      <PanelHeader
        id="curve"
        title="Still waiting after so long"
        description="% of requests; Kaplan-Meier, 95 % limits"
      />
      <PanelBody>
        {total.medianMs === null && curve.length < 3 ? (
          <p className="py-6 text-ink-2">Too little data to tell: a curve needs a few signed requests.</p>
        ) : (
          <CurveChart curve={curve} label={labelOf(data)} />
        )}
        <p className="mt-2 text-small text-ink-3">
          {numberWords(total.signed)} were signed; {numberWords(censored)} still wait or left unsigned, and
          count as having waited at least so long. Nights and weekends are in it: it is the author’s wait.
        </p>
      </PanelBody>
    </Panel>
  );
}

function labelOf({ total }: Capacity): string {
  const hour = total.withinHour === null ? "" : `, ${percentWords(total.withinHour.ratio)} within an hour`;
  return `Share of requests still waiting, by time: half are signed after ${waitOr(total.medianMs, "an unknown time")}, nine in ten after ${waitOr(total.p90Ms, "an unknown time")}${hour}.`;
}
