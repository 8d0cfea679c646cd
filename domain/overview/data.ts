import type { AdoptionPoint } from "@/domain/ai-use/schema";
import type { ErrorBudget } from "@/domain/availability/availability";
import type { AvailabilityPoint } from "@/domain/availability/schema";
import type { Day } from "@/domain/calendar/day";
import type { Grain } from "@/domain/calendar/period";
import type { ChangeFailureRate, ChangeSharePoint } from "@/domain/change/measure-schema";
import type { BlastRadiusClass, IncidentSummary, RECORDS, Severity } from "@/domain/incident/schema";
import type { Mark } from "@/domain/mark/schema";
import type { ComplianceFigures } from "@/domain/sign-off/compliance-schema";
import type { DaySpan } from "./period";
import type { BreakdownChoice, OverviewQuery } from "./query";

export type RecordKind = (typeof RECORDS)[number];

/** Everything the overview shows, as plain JSON: instants and days are text, ratios 0..1 at full precision. */
export type OverviewData = {
  query: OverviewQuery;
  timeZone: string;
  /** When this was read, ISO. Covered time ends here. */
  now: string;
  period: DaySpan;
  comparison: DaySpan | null;
  grain: Grain;
  service: { slug: string; name: string } | null;
  /** The workspace's objective, or that of the one service chosen. */
  objective: number;
  figures: PeriodFigures;
  before: PeriodFigures | null;
  points: AvailabilityPoint[];
  adoption: AdoptionFigures;
  /** Null where no change of the period is on record. */
  changes: OverviewChanges | null;
  /** Null where nothing needed a sign-off, in the period or in the one it is compared with. */
  signOffs: OverviewSignOffs | null;
  lane: LaneIncident[];
  marks: Mark[];
  breakdown: Breakdown;
  costliest: CostlyIncident[];
  services: ServicesWorst;
  /** What can be chosen in the filters. */
  choices: { services: { slug: string; name: string }[]; teams: string[]; causes: string[] };
};

export type PeriodFigures = {
  availability: number | null;
  coveredMinutes: number;
  /** Of the chosen cause where one is chosen, else of everything. */
  impactMinutes: number;
  budget: ErrorBudget;
  /** Incidents begun in the period, by severity. */
  incidents: Record<Severity, number>;
};

export type AdoptionFigures = {
  target: number;
  points: AdoptionPoint[];
  /** The last week that is wholly past, and the one before the comparison ends; null where neither is known. */
  lastFullWeek: AdoptionPoint | null;
  before: AdoptionPoint | null;
};

/** The changes of the period by AI's part, and how many of each class failed. */
export type OverviewChanges = {
  /** The windows of the grain, as those of availability. */
  points: Pick<ChangeSharePoint, "start" | "end" | "changes">[];
  total: ChangeSharePoint["changes"];
  failure: Pick<ChangeFailureRate, "followUpDays" | "countedTo" | "waiting" | "changesMin" | "total">;
  /** The services whose rows were added, for the ledger's filter; null of the whole workspace. */
  services: string[] | null;
};

/** Whether the sign-off policy was followed: changes with AI evidence by when they went live. */
export type OverviewSignOffs = {
  now: ComplianceFigures;
  before: ComplianceFigures | null;
  /** The services that the figures are of, for the ledger's filter; null of the whole workspace. */
  services: string[] | null;
};

export type LaneIncident = Pick<
  IncidentSummary,
  "number" | "title" | "severity" | "impactStartedAt" | "aiCause" | "record" | "blastRadiusRatio"
>;

export type CostlyIncident = LaneIncident & {
  blastRadiusClass: BlastRadiusClass;
  primaryCause: IncidentSummary["primaryCause"];
  contributingCauses: number;
  resolvedAt: string | null;
  impactMs: number;
  /** Cost within the period. */
  impactMinutes: number;
};

export type BreakdownMonth = { start: Day; end: Day; isPart: boolean };

export type BreakdownRow = {
  /** Cause kind, service slug or team name; the rows without a team have "". */
  key: string;
  name: string;
  minutes: number;
  beforeMinutes: number | null;
  /** Incidents begun in the period; known by cause only. */
  incidents: number | null;
  byMonth: number[];
};

export type Breakdown = { by: BreakdownChoice; months: BreakdownMonth[]; rows: BreakdownRow[] };

export type ServiceDays = {
  slug: string;
  name: string;
  weight: number;
  availability: number | null;
  objective: number;
  budgetLeftRatio: number | null;
  generated: boolean;
  /** Minutes of full outage per day, null where not covered; the days of `ServicesWorst.span`. */
  lostMinutes: (number | null)[];
};

export type ServicesWorst = { span: DaySpan; rows: ServiceDays[]; more: number; moreWithoutLoss: number };
