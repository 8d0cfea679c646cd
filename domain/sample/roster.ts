import { addDays, type Day, mondayOf } from "@/domain/calendar/day";
import { LEVELS, type Level } from "@/domain/person/levels";
import { SAMPLE_FIRST_DAY, SAMPLE_TEAMS, SAMPLE_TOOLS } from "./company";
import { GIVEN_NAMES, SURNAMES } from "./names";
import { pick, pickWeighted, randomStream } from "./random";

export interface SamplePerson {
  name: string;
  email: string;
  handle: string;
  team: string;
  levels: { level: Level; from: Day | null }[];
  activeFrom: Day | null;
  /** Last day on the roster. */
  activeTo: Day | null;
  /** How readily this person takes up AI tools, 0..1; lower comes earlier. */
  reluctance: number;
  tools: readonly (typeof SAMPLE_TOOLS)[number][];
}

const ROSTER_AT_START = 402;
/** Last day on the roster of those who left in the two rounds, and the size of the roster after each. */
export const LAYOFFS: readonly { lastDay: Day; remaining: number }[] = [
  { lastDay: "2025-10-27", remaining: 391 },
  { lastDay: "2026-01-27", remaining: 364 },
];

/** The generated roster: every name is invented. Three levels in four are mid or senior; the rounds took more of them. */
export function generatedRoster(): SamplePerson[] {
  const random = randomStream("roster");
  const people: SamplePerson[] = [];
  const taken = new Set<string>();
  for (let index = 0; index < ROSTER_AT_START + 11; index++) {
    const name = freeName(random, taken);
    const handle = name.toLowerCase().replace(/[^a-z]+/g, "-");
    const level = pickWeighted<Level>(random, [
      ["junior", 22],
      ["mid", 38],
      ["senior", 26],
      ["principal", 6],
      ["manager", 8],
    ]);
    // Eleven people join one by one in the year before the first round.
    const joined = index < ROSTER_AT_START ? null : addDays("2024-11-04", (index - ROSTER_AT_START) * 28);
    const promotedOn =
      random() < 0.12 && level !== "manager" && level !== "principal"
        ? addDays("2025-04-01", Math.floor(random() * 500))
        : null;
    people.push({
      name,
      email: `${handle}@kestrel.example`,
      handle,
      team: pick(random, SAMPLE_TEAMS),
      levels: [
        { level, from: null },
        ...(promotedOn ? [{ level: LEVELS[LEVELS.indexOf(level) + 1]!, from: promotedOn }] : []),
      ],
      activeFrom: joined,
      activeTo: null,
      reluctance: random(),
      tools:
        random() < 0.7
          ? [pick(random, SAMPLE_TOOLS)]
          : [SAMPLE_TOOLS[0], pick(random, SAMPLE_TOOLS.slice(1))],
    });
  }
  for (const round of LAYOFFS) {
    while (people.filter((person) => person.activeTo === null).length > round.remaining) {
      const staying = people.filter((person) => person.activeTo === null);
      const leaving = pickWeighted(
        random,
        staying.map((person) => [person, person.levels[0]!.level === "senior" ? 3 : 1] as const),
      );
      leaving.activeTo = round.lastDay;
    }
  }
  return people;
}

function freeName(random: () => number, taken: Set<string>): string {
  for (;;) {
    const name = `${pick(random, GIVEN_NAMES)} ${pick(random, SURNAMES)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** Share of the roster that uses a tool in a week, as a smooth curve through the stated points. */
function adoptionCurve(week: Day): number {
  const points: readonly (readonly [Day, number])[] = [
    [SAMPLE_FIRST_DAY, 0.14],
    ["2025-04-07", 0.29],
    ["2025-10-13", 0.47],
    ["2025-12-22", 0.58],
    ["2026-02-02", 0.71],
    ["2026-04-06", 0.777],
    ["2026-08-03", 0.835],
    ["2026-11-02", 0.86],
  ];
  const after = points.findIndex(([day]) => day > week);
  if (after === -1) return points.at(-1)![1];
  const [fromDay, from] = points[Math.max(0, after - 1)]!;
  const [toDay, to] = points[after]!;
  const position = (Date.parse(week) - Date.parse(fromDay)) / (Date.parse(toDay) - Date.parse(fromDay));
  return from + (to - from) * Math.min(1, Math.max(0, position));
}

export interface SampleAiUse {
  person: SamplePerson;
  day: Day;
  tool: string;
}

/** Who used which tool on which day, from the first day up to and without `today`. */
export function generatedAiUse(people: readonly SamplePerson[], today: Day): SampleAiUse[] {
  const uses: SampleAiUse[] = [];
  for (let monday: Day = SAMPLE_FIRST_DAY; monday < today; monday = addDays(monday, 7)) {
    const random = randomStream(`ai use ${monday}`);
    const holiday = monday.slice(5) >= "12-20" && monday.slice(5) <= "12-31";
    const share = adoptionCurve(monday) * (holiday ? 0.72 : 1);
    for (const person of people) {
      if (
        (person.activeFrom && person.activeFrom > monday) ||
        (person.activeTo && person.activeTo < addDays(monday, 4))
      )
        continue;
      // A person near the week's share goes either way, so that the curve is not a straight line of the same people.
      if (person.reluctance + (random() - 0.5) * 0.16 > share) continue;
      const days = 1 + Math.floor(random() * 4.99);
      for (let offset = 0, left = days; offset < 5 && left > 0; offset++) {
        if (random() > left / (5 - offset)) continue;
        left--;
        const day = addDays(monday, offset);
        if (day < today) for (const tool of person.tools) uses.push({ person, day, tool });
      }
    }
  }
  return uses;
}

/** The working days for which the generated source reported: all but a gap of its own in May 2026. */
export function generatedCoverage(today: Day): Day[] {
  const days: Day[] = [];
  for (let day: Day = SAMPLE_FIRST_DAY; day < today; day = addDays(day, 1)) {
    const gap = day >= "2026-05-12" && day <= "2026-05-13";
    if (mondayOf(day) > addDays(day, -5) && !gap) days.push(day);
  }
  return days;
}
