import { addDays, type Day, mondayOf } from "@/domain/calendar/day";
import type { Level } from "@/domain/person/levels";
import type { SampleTool } from "./change-evidence";
import { SAMPLE_SERVICES, SAMPLE_TEAMS, type SampleService } from "./company";
import { pick } from "./random";
import type { SampleAiUse, SamplePerson } from "./roster";

type Random = () => number;

/** Who works on what at a day, and who uses which tool that week. */
export interface ChangeWorld {
  authorFor: (random: Random, service: SampleService, day: Day) => SamplePerson;
  /** Somebody experienced of the team, for reviews and verdicts. */
  reviewerFor: (random: Random, service: SampleService, day: Day, not: SamplePerson | null) => SamplePerson;
  /** A tool that the person used in that week; null where they used none. */
  toolOf: (random: Random, person: SamplePerson, day: Day) => SampleTool | null;
  /** People on the roster that day. */
  rosterOn: (day: Day) => number;
}

const SERVICE = new Map(SAMPLE_SERVICES.map((service) => [service.slug, service]));

export function sampleService(slug: string): SampleService {
  const found = SERVICE.get(slug);
  if (found === undefined) throw new Error(`The sample has no service ${slug}.`);
  return found;
}

function levelOn(person: SamplePerson, day: Day): Level {
  const inEffect = person.levels.filter(({ from }) => from === null || from <= day);
  return inEffect.at(-1)?.level ?? person.levels[0]!.level;
}

export function changeWorld(people: readonly SamplePerson[], uses: readonly SampleAiUse[]): ChangeWorld {
  const usersByWeek = new Map<Day, Set<SamplePerson>>();
  for (const { person, day } of uses) {
    const week = mondayOf(day);
    const users = usersByWeek.get(week);
    if (users === undefined) usersByWeek.set(week, new Set([person]));
    else users.add(person);
  }
  const teams = teamsByDay(people);
  const reviewers = new Map<SamplePerson[], SamplePerson[]>();
  const experienced = (team: SamplePerson[], day: Day) => {
    let found = reviewers.get(team);
    if (found === undefined) {
      const seniors = team.filter((one) => ["senior", "principal"].includes(levelOn(one, day)));
      found = seniors.length > 1 ? seniors : team;
      reviewers.set(team, found);
    }
    return found;
  };
  return {
    authorFor: (random, service, day) => {
      const team = teams(service.team, day);
      const author = pick(random, team);
      // Managers change production too, now and then.
      return levelOn(author, day) === "manager" && random() < 0.8 ? pick(random, team) : author;
    },
    reviewerFor: (random, service, day, not) => {
      const able = experienced(teams(service.team, day), day);
      const one = pick(random, able);
      return one === not ? able[(able.indexOf(one) + 1) % able.length]! : one;
    },
    toolOf: (random, person, day) =>
      usersByWeek.get(mondayOf(day))?.has(person) ? pick(random, person.tools) : null,
    rosterOn: (day) => SAMPLE_TEAMS.reduce((sum, team) => sum + teams(team, day).length, 0),
  };
}

/** The members of a team on a day; the roster moves on few days, so that the answer is remembered by week. */
function teamsByDay(people: readonly SamplePerson[]): (team: string, day: Day) => SamplePerson[] {
  const known = new Map<string, SamplePerson[]>();
  return (team, day) => {
    const week = mondayOf(day);
    const key = `${team} ${week}`;
    let members = known.get(key);
    if (members === undefined) {
      const sunday = addDays(week, 6);
      members = people.filter(
        (one) =>
          one.team === team &&
          (one.activeFrom === null || one.activeFrom <= week) &&
          (one.activeTo === null || one.activeTo >= sunday),
      );
      known.set(key, members);
    }
    return members;
  };
}
