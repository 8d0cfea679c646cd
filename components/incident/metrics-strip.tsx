import { Kpi, KpiStrip, KpiUnit } from "@/components/ui/kpi";
import { formatDuration } from "@/domain/calendar/duration";
import type { Incident } from "@/domain/incident/schema";
import { minutesText, percentText } from "./format";

/** Medians of the workspace's incidents, in ms; null where there are too few to tell. */
export type ResponseMedians = {
  timeToDetectMs: number | null;
  timeToAcknowledgeMs: number | null;
  timeToMitigateMs: number | null;
  timeToResolveMs: number | null;
};

const PARTS = [
  { key: "timeToDetectMs", label: "Time to detect", waiting: "not detected yet" },
  { key: "timeToAcknowledgeMs", label: "Acknowledge", waiting: "not yet" },
  { key: "timeToMitigateMs", label: "Mitigate", waiting: "not yet" },
  { key: "timeToResolveMs", label: "Resolve", waiting: "not yet" },
] as const;

/** The six figures of an incident; times count from impact start. */
export function MetricsStrip({
  incident,
  medians,
  open,
}: {
  incident: Incident;
  medians: ResponseMedians | null;
  open: boolean;
}) {
  const { metrics, blastRadius } = incident;
  return (
    <KpiStrip label="Metrics" columns="0.8fr 0.8fr 1fr 1fr 1.1fr 1fr">
      {PARTS.map(({ key, label, waiting }) => {
        const lengthMs = metrics[key];
        const median = medians?.[key];
        return (
          <Kpi key={key} label={label} value={lengthMs === null ? "–" : <Duration lengthMs={lengthMs} />}>
            {lengthMs === null ? <span>{open ? waiting : "not recorded"}</span> : null}
            {median != null ? <span>median {formatDuration(median)}</span> : null}
          </Kpi>
        );
      })}
      <Kpi label="Impact minutes" value={minutesText(metrics.impactMinutes)}>
        <span>
          {formatDuration(metrics.impactMs)} of impact{open ? " so far" : ""}
        </span>
      </Kpi>
      <Kpi label="Blast radius" value={<Units text={percentText(blastRadius.observed)} />}>
        <span>
          {blastRadius.class}; predicted {percentText(blastRadius.predicted)}
        </span>
      </Kpi>
    </KpiStrip>
  );
}

function Duration({ lengthMs }: { lengthMs: number }) {
  return <Units text={formatDuration(lengthMs)} />;
}

/** "5 h 52 min" with its units smaller than its numbers. */
function Units({ text }: { text: string }) {
  const parts = text.split(" ");
  return parts.map((part, index) =>
    /\d/.test(part) || part === "under" ? (
      <span key={`${part}${index > 0 ? parts[index - 1] : ""}`}>
        {index > 0 ? " " : ""}
        {part}
      </span>
    ) : (
      <KpiUnit key={`${part}${parts[index - 1]}`}>{part}</KpiUnit>
    ),
  );
}
