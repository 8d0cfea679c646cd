import { paramText, type SearchParams } from "@/domain/address/params";
import { LEVELS, type Level } from "./levels";
import type { Person } from "./schema";

/** Where somebody stands today: on the roster, no longer, not yet, or known only from changes or a usage report. */
export const STANDINGS = ["on", "left", "joining", "unlisted"] as const;
export type Standing = (typeof STANDINGS)[number];

export const STANDING_WORDS: Record<Standing, string> = {
  on: "On the roster today",
  left: "Left",
  joining: "Not yet begun",
  unlisted: "Not on the roster",
};

/** Standing of a person on a day; both the first and the last day count as being on the roster. */
export function standingOf(
  person: Pick<Person, "onRoster" | "activeFrom" | "activeTo">,
  today: string,
): Standing {
  if (!person.onRoster) return "unlisted";
  if (person.activeTo !== null && person.activeTo < today) return "left";
  return person.activeFrom !== null && person.activeFrom > today ? "joining" : "on";
}

/** From when the level in effect on a day holds; null where nobody stated a first day. */
export function levelSince(person: Pick<Person, "levels">, today: string): string | null {
  return person.levels.findLast(({ from }) => from === null || from <= today)?.from ?? null;
}

/** The list's question, as it stands in the address. */
export type RosterQuery = {
  q: string;
  team: string;
  level: Level | null;
  standing: Standing | "all";
  cursor: string;
};

export function parseRosterQuery(search: SearchParams): RosterQuery {
  const text = (name: string) => paramText(search, name);
  const standing = text("standing");
  return {
    q: text("q").slice(0, 200),
    team: text("team"),
    level: LEVELS.find((level) => level === text("level")) ?? null,
    standing: standing === "all" ? "all" : (STANDINGS.find((one) => one === standing) ?? "on"),
    cursor: text("cursor"),
  };
}

/** The address of the list with something changed; any change but of the page leads to the first page. */
export function rosterSearch(query: RosterQuery, change: Partial<RosterQuery>): string {
  const next = { ...query, cursor: "", ...change };
  const params = new URLSearchParams();
  if (next.q !== "") params.set("q", next.q);
  if (next.team !== "") params.set("team", next.team);
  if (next.level !== null) params.set("level", next.level);
  if (next.standing !== "on") params.set("standing", next.standing);
  if (next.cursor !== "") params.set("cursor", next.cursor);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
