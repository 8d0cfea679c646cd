import { type CombinedAvailability, impactMinutesOfPart } from "@/domain/availability/availability";
import { causeEntry } from "@/domain/cause/taxonomy";
import type { Breakdown, BreakdownMonth, BreakdownRow } from "@/domain/overview/data";
import type { BreakdownChoice } from "@/domain/overview/query";
import type { Scope } from "@/server/measure/scope";
import type { GroupRow } from "./overview-rows";

type Input = {
  by: BreakdownChoice;
  months: BreakdownMonth[];
  scope: Scope;
  whole: CombinedAvailability;
  before: CombinedAvailability | null;
  rows: readonly GroupRow[];
  rowsBefore: readonly GroupRow[];
};

/**
 * Impact minutes of each cause, service or team, in all and per month. Every part is measured against the whole
 * period, so that the rows, and the months of a row, add up to the period's impact minutes exactly.
 */
export function breakdownOf({ by, months, scope, whole, before, rows, rowsBefore }: Input): Breakdown {
  const groups = new Map<
    string,
    BreakdownRow & { lost: number; lostBefore: number; lostByMonth: number[] }
  >();
  const groupOf = (row: GroupRow) => {
    const { key, name } = identify(by, row.key, scope);
    let group = groups.get(key);
    if (group === undefined) {
      group = {
        key,
        name,
        minutes: 0,
        beforeMinutes: null,
        incidents: by === "cause" ? 0 : null,
        byMonth: [],
        lost: 0,
        lostBefore: 0,
        lostByMonth: months.map(() => 0),
      };
      groups.set(key, group);
    }
    return group;
  };
  for (const row of rows) {
    const group = groupOf(row);
    group.lost += row.lost;
    group.lostByMonth[row.month] = (group.lostByMonth[row.month] ?? 0) + row.lost;
    if (group.incidents !== null) group.incidents += row.started;
  }
  for (const row of rowsBefore) groupOf(row).lostBefore += row.lost;
  const finished = [...groups.values()].map((group) => ({
    key: group.key,
    name: group.name,
    minutes: impactMinutesOfPart(whole, group.lost),
    beforeMinutes: before === null ? null : impactMinutesOfPart(before, group.lostBefore),
    incidents: group.incidents,
    byMonth: group.lostByMonth.map((lost) => impactMinutesOfPart(whole, lost)),
  }));
  return { by, months, rows: finished.sort((a, b) => b.minutes - a.minutes || a.name.localeCompare(b.name)) };
}

function identify(by: BreakdownChoice, key: string, scope: Scope): { key: string; name: string } {
  if (by === "cause") return { key, name: causeEntry(key).short };
  const service = scope.byId.get(key);
  if (by === "service") return { key: service?.slug ?? key, name: service?.name ?? key };
  return service?.team ? { key: service.team, name: service.team } : { key: "", name: "No team" };
}
