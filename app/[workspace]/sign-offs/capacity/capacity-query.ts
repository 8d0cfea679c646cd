import { addDays, type Day, mondayOf } from "@/domain/calendar/day";
import type { CapacityEstimate, WhatIf } from "@/domain/capacity/what-if";
import { SIZE_STEPS } from "@/domain/capacity/what-if";

export const PERIODS = [13, 26, 52] as const;
export const READING_RATES = [500, 1000, 2000] as const;

/** The page's filters and what-ifs as they stand in its address; an input left out is as it is. */
export interface CapacityPageQuery {
  weeks: (typeof PERIODS)[number];
  rate: (typeof READING_RATES)[number];
  service: string | null;
  team: string | null;
  whatIf: WhatIf;
}

type Params = Record<string, string | string[] | undefined>;

/** Names of the what-ifs in the address, each with what its number is divided by. */
const INPUTS = [
  { name: "fewer", key: "reviewersRatio", min: 0, max: 95 },
  { name: "adoption", key: "adoptionRatio", min: 0, max: 100 },
  { name: "lines", key: "minimumLines", min: 0, max: 1_000_000 },
  { name: "minutes", key: "reviewMinutes", min: 1, max: 600 },
  { name: "hours", key: "hoursPerReviewer", min: 0, max: 20 },
] as const;

export function parseCapacityPage(params: Params): CapacityPageQuery {
  const text = (name: string) => {
    const value = params[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 120) : null;
  };
  const weeks = PERIODS.find((one) => String(one) === text("weeks")) ?? 52;
  const rate = READING_RATES.find((one) => String(one) === text("rate")) ?? 1000;
  const whatIf: WhatIf = {};
  for (const { name, key, min, max } of INPUTS) {
    const given = text(name);
    const value = given === null ? Number.NaN : Number(given);
    if (!(value >= min && value <= max)) continue;
    if (key === "reviewersRatio") whatIf.reviewersRatio = 1 - value / 100;
    else if (key === "adoptionRatio") whatIf.adoptionRatio = value / 100;
    else whatIf[key] = value;
  }
  // Without scripts the slider of sizes sends its place among the steps.
  const size = SIZE_STEPS[Number(text("size") ?? Number.NaN)];
  if (size !== undefined && size > 0) whatIf.minimumLines = size;
  return { weeks, rate, service: text("service"), team: text("team"), whatIf };
}

export function capacityPageSearch(
  query: CapacityPageQuery,
  change: Partial<Omit<CapacityPageQuery, "whatIf">> = {},
): string {
  const { weeks, rate, service, team } = { ...query, ...change };
  const params = new URLSearchParams();
  if (weeks !== 52) params.set("weeks", String(weeks));
  if (rate !== 1000) params.set("rate", String(rate));
  if (service !== null) params.set("service", service);
  if (team !== null) params.set("team", team);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

export function askOf(query: CapacityPageQuery, today: Day) {
  return {
    from: addDays(mondayOf(today), -7 * (query.weeks - 1)),
    linesPerHour: query.rate,
    ...(query.service === null ? {} : { service: query.service }),
    ...(query.team === null ? {} : { team: query.team }),
  };
}

/** The sliders of the forecast with the values that they begin at. */
export interface SliderValues {
  fewer: number;
  adoption: number;
  /** A place among the steps of size. */
  size: number;
  minutes: number;
  hours: number;
}

export function sliderValues(estimate: CapacityEstimate, whatIf: WhatIf): SliderValues {
  return {
    fewer: Math.round((1 - (whatIf.reviewersRatio ?? 1)) * 100),
    adoption: Math.round((whatIf.adoptionRatio ?? estimate.adoptionRatio ?? 0) * 100),
    size: Math.max(
      0,
      SIZE_STEPS.findLastIndex((step) => step <= (whatIf.minimumLines ?? 0)),
    ),
    minutes: Math.round(whatIf.reviewMinutes ?? estimate.reviewMinutes),
    hours: Math.round((whatIf.hoursPerReviewer ?? estimate.hoursPerReviewer) * 10) / 10,
  };
}

/** What the sliders say: one that stands where it began changes nothing, so that rounding it does not either. */
export function whatIfOf(values: SliderValues, estimate: CapacityEstimate): WhatIf {
  const start = sliderValues(estimate, {});
  return {
    ...(values.fewer === start.fewer ? {} : { reviewersRatio: 1 - values.fewer / 100 }),
    ...(values.adoption === start.adoption ? {} : { adoptionRatio: values.adoption / 100 }),
    ...(values.size === start.size ? {} : { minimumLines: SIZE_STEPS[values.size] ?? 0 }),
    ...(values.minutes === start.minutes ? {} : { reviewMinutes: values.minutes }),
    ...(values.hours === start.hours ? {} : { hoursPerReviewer: values.hours }),
  };
}
