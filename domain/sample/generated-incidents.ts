import { addDays, type Day, dayStartMs, weekdayOf } from "@/domain/calendar/day";
import type { CauseInput } from "@/domain/cause/schema";
import type { BuiltInCauseKind } from "@/domain/cause/taxonomy";
import type { Severity } from "@/domain/incident/schema";
import { SAMPLE_FIRST_DAY, SAMPLE_SERVICES, SAMPLE_TOOLS, SAMPLE_WORKSPACE } from "./company";
import type { SampleIncident } from "./incident";
import { logNormal, pick, pickWeighted, poisson, randomStream } from "./random";
import { SYMPTOMS } from "./symptoms";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Random = () => number;

/** Generated incidents of one day; the same for the same day, whatever comes before or after. */
function incidentsOfDay(day: Day): SampleIncident[] {
  const random = randomStream(`incidents ${day}`);
  const count = poisson(random, dailyMean(day));
  return Array.from({ length: count }, () => incidentOn(day, random));
}

/** All generated incidents from the first day to now, in order of start. What has not ended by now is open. */
export function generatedIncidents(nowMs: number): SampleIncident[] {
  const incidents: SampleIncident[] = [];
  for (
    let day: Day = SAMPLE_FIRST_DAY;
    dayStartMs(day, SAMPLE_WORKSPACE.timeZone) < nowMs;
    day = addDays(day, 1)
  ) {
    incidents.push(...incidentsOfDay(day));
  }
  incidents.push(openIncident(nowMs));
  return incidents
    .filter((incident) => incident.resolvedAt === null || Date.parse(incident.resolvedAt) < nowMs - HOUR_MS)
    .sort((a, b) => Date.parse(a.impactStartedAt) - Date.parse(b.impactStartedAt));
}

/** Incidents a day: fewer at weekends and in the change freeze, more in the weeks before the sale season. */
function dailyMean(day: Day): number {
  const weekday = weekdayOf(day);
  const weekend = weekday >= 6;
  const monthDay = day.slice(5);
  const season =
    monthDay >= "11-20" && monthDay <= "12-31" ? 0.7 : monthDay >= "10-01" && monthDay < "11-20" ? 1.25 : 1;
  return 0.78 * (weekend ? 0.35 : 1.2) * season;
}

/** Mean share of AI-assisted causes by day: grows with adoption, falls after the sign-off rule of March 2026. */
function aiShare(day: Day): number {
  if (day < "2025-03-01") return 0.03;
  if (day < "2025-08-01") return 0.07;
  if (day < "2026-03-10") return 0.17;
  return day < "2026-07-01" ? 0.13 : 0.11;
}

function causeOn(day: Day, random: Random): BuiltInCauseKind {
  if (random() < aiShare(day)) return random() < 0.82 ? "genai-assisted-change" : "agent-action";
  const peak = day.slice(5) >= "11-20" && day.slice(5) <= "12-10";
  return pickWeighted<BuiltInCauseKind>(random, [
    ["code-deployment", 26],
    ["configuration", 18],
    ["dependency", 12],
    ["capacity", peak ? 30 : 10],
    ["network", 6],
    ["data", 7],
    ["hardware", 4],
    ["certificate", 3],
    ["dns", 3],
    ["security", 2],
    ["process", 6],
    ["unknown", 9],
  ]);
}

const DURATION_MEDIAN_MINUTES: Record<Severity, number> = {
  SEV1: 95,
  SEV2: 70,
  SEV3: 48,
  SEV4: 38,
  SEV5: 25,
  unknown: 35,
};

function incidentOn(day: Day, random: Random): SampleIncident {
  const severity = pickWeighted<Severity>(random, [
    ["SEV1", 2],
    ["SEV2", 13],
    ["SEV3", 27],
    ["SEV4", 42],
    ["SEV5", 14],
    ["unknown", 2],
  ]);
  const cause = causeOn(day, random);
  const origin = pickWeighted(
    random,
    SAMPLE_SERVICES.map((service) => [service, 2 + service.weight] as const),
  );
  // Changes are made in working hours, so most of what they break begins then.
  const hour = random() < 0.75 ? 8 + 10 * random() : 24 * random();
  const startMs = dayStartMs(day, SAMPLE_WORKSPACE.timeZone) + Math.round(hour * 60) * MINUTE_MS;
  const durationMinutes = Math.max(4, Math.round(logNormal(random, DURATION_MEDIAN_MINUTES[severity], 0.7)));
  const endMs = startMs + durationMinutes * MINUTE_MS;
  const detectMs =
    startMs + Math.min(durationMinutes - 2, Math.max(1, Math.round(logNormal(random, 6, 0.8)))) * MINUTE_MS;
  const acknowledgeMs = Math.min(
    endMs,
    detectMs + Math.max(1, Math.round(logNormal(random, 4, 0.6))) * MINUTE_MS,
  );
  const mitigateMs = Math.max(
    acknowledgeMs,
    startMs + Math.round(durationMinutes * (0.6 + 0.35 * random())) * MINUTE_MS,
  );
  return {
    title: pick(random, SYMPTOMS[origin.slug] ?? [`${origin.name} errors elevated`]),
    severity,
    record: "generated",
    sourceName: null,
    sourceUrl: null,
    summary: null,
    impactStartedAt: iso(startMs),
    detectedAt: iso(detectMs),
    declaredAt: iso(Math.min(endMs, acknowledgeMs + 2 * MINUTE_MS)),
    acknowledgedAt: iso(acknowledgeMs),
    mitigatedAt: iso(Math.min(endMs, mitigateMs)),
    resolvedAt: iso(endMs),
    regions: random() < 0.4 ? [pick(random, ["us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2"])] : [],
    impacts: impactsOf(origin.slug, severity, startMs, endMs, random),
    causes: causesOf(cause, startMs, endMs, random),
    updates: [],
  };
}

const FRACTIONS: Record<Severity, readonly (readonly [number, number])[]> = {
  SEV1: [
    [1, 5],
    [0.6, 4],
    [0.3, 1],
  ],
  SEV2: [
    [1, 1],
    [0.6, 3],
    [0.3, 5],
  ],
  SEV3: [
    [0.3, 5],
    [0.15, 4],
  ],
  SEV4: [
    [0.1, 4],
    [0.05, 5],
    [0.3, 1],
  ],
  SEV5: [
    [0.02, 3],
    [0, 4],
  ],
  unknown: [
    [0.1, 1],
    [0.3, 1],
  ],
};

/** The origin, and some of what depends on it, later and less. */
function impactsOf(
  origin: string,
  severity: Severity,
  startMs: number,
  endMs: number,
  random: Random,
): SampleIncident["impacts"] {
  const fraction = pickWeighted(random, FRACTIONS[severity]);
  const impacts = [
    { service: origin, fraction, startedAt: iso(startMs), endedAt: iso(endMs) as string | null },
  ];
  const spread = severity === "SEV1" ? 0.85 : severity === "SEV2" ? 0.5 : severity === "SEV3" ? 0.2 : 0;
  for (const service of SAMPLE_SERVICES) {
    const edge = service.dependsOn.find(([slug]) => slug === origin);
    if (!edge || random() > (edge[1] === "hard" ? spread : spread / 3)) continue;
    const laterMs = Math.min(endMs - MINUTE_MS, startMs + Math.round(1 + 9 * random()) * MINUTE_MS);
    impacts.push({
      service: service.slug,
      fraction: Math.max(0.05, Math.round(fraction * 50) / 100),
      startedAt: iso(laterMs),
      endedAt: iso(endMs),
    });
  }
  return impacts;
}

function causesOf(kind: BuiltInCauseKind, startMs: number, endMs: number, random: Random): CauseInput[] {
  if (kind === "unknown") return [];
  const ai = kind === "genai-assisted-change" || kind === "agent-action";
  const certain = random() < 0.72;
  const base: CauseInput = {
    kind,
    role: "primary",
    status: "suspected",
    statedBy: "On-call engineer",
    statedAt: iso(startMs + Math.round((endMs - startMs) * 0.7)),
    note: null,
    ...(ai
      ? {
          aiRole:
            kind === "agent-action"
              ? "acted"
              : pickWeighted(random, [
                  ["wrote-code", 7],
                  ["advised", 3],
                ] as const),
          tool: pick(random, SAMPLE_TOOLS),
          permissions:
            kind === "agent-action"
              ? pick(random, ["An operator's", "Deploy to production", "Write to configuration"])
              : null,
          claim: certain ? "confirmed" : "claimed",
        }
      : {}),
  };
  if (!certain) return [base];
  const review: CauseInput = {
    ...base,
    status: "confirmed",
    statedBy: "Postmortem author",
    statedAt: iso(endMs + Math.round((20 + 60 * random()) * HOUR_MS)),
  };
  const disputed = ai && random() < 0.15;
  return [base, disputed ? { ...review, status: "disputed", claim: "claimed" } : review];
}

/** One small incident that still runs, so that a first look shows what an open one looks like. */
function openIncident(nowMs: number): SampleIncident {
  const startMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - 24 * MINUTE_MS;
  return {
    title: "Recommendations empty for some regions",
    severity: "SEV4",
    record: "generated",
    sourceName: null,
    sourceUrl: null,
    summary: null,
    impactStartedAt: iso(startMs),
    detectedAt: iso(startMs + 5 * MINUTE_MS),
    declaredAt: iso(startMs + 8 * MINUTE_MS),
    acknowledgedAt: iso(startMs + 9 * MINUTE_MS),
    mitigatedAt: null,
    resolvedAt: null,
    regions: ["eu-west-1"],
    impacts: [{ service: "recommendations", fraction: 0.3, startedAt: iso(startMs), endedAt: null }],
    causes: [],
    updates: [],
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
