import { addDays, type Day, mondayOf } from "@/domain/calendar/day";

export const PERIODS = [13, 26, 52] as const;

/** The page's filters as they stand in its address. */
export interface CompliancePageQuery {
  weeks: (typeof PERIODS)[number];
  service: string | null;
  team: string | null;
}

type Params = Record<string, string | string[] | undefined>;

export function parseCompliancePage(params: Params): CompliancePageQuery {
  const text = (name: string) => {
    const value = params[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 120) : null;
  };
  const weeks = PERIODS.find((one) => String(one) === text("weeks")) ?? 26;
  return { weeks, service: text("service"), team: text("team") };
}

export function compliancePageSearch(
  query: CompliancePageQuery,
  change: Partial<CompliancePageQuery> = {},
): string {
  const { weeks, service, team } = { ...query, ...change };
  const params = new URLSearchParams();
  if (weeks !== 26) params.set("weeks", String(weeks));
  if (service !== null) params.set("service", service);
  if (team !== null) params.set("team", team);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** The running week is the last one. */
export function askOf(query: CompliancePageQuery, today: Day) {
  return {
    from: addDays(mondayOf(today), -7 * (query.weeks - 1)),
    grain: "week" as const,
    ...(query.service === null ? {} : { service: query.service }),
    ...(query.team === null ? {} : { team: query.team }),
  };
}
