import { addDays, type Day } from "@/domain/calendar/day";
import type { Level } from "@/domain/person/levels";
import { SAMPLE_OWNER_EMAIL, SAMPLE_SERVICES } from "./company";
import { pickWeighted, randomStream } from "./random";
import type { SamplePerson } from "./roster";

type Random = () => number;

/** Somebody of the roster with the ids under which the workspace keeps them. */
export interface KnownPerson extends SamplePerson {
  id: string;
  teamId: string;
}

interface SampleAbsence {
  person: KnownPerson;
  fromDay: Day;
  /** Last day away; null is open. */
  toDay: Day | null;
  note: string;
}

/** Everything that is signed for this service is signed by one person. */
export const LONE_SERVICE = "dns-automation";
const SIGNING_LEVELS: readonly Level[] = ["senior", "principal", "manager"];
/** How much less often each next person of a team is asked: few do most of it, as everywhere. */
const CONCENTRATION = 1.25;

export interface Reviewers {
  absences: SampleAbsence[];
  /** Who signs a change of the service on a day; never the author, nobody who has left or is away. */
  signerFor: (random: Random, service: string, day: Day, authorId: string | null) => KnownPerson;
  /** Somebody of the service's team, of any level, who let it through by break-glass. */
  onCallFor: (random: Random, service: string, day: Day) => KnownPerson;
  managerFor: (random: Random, service: string, day: Day) => KnownPerson;
  /** The two whom most people ask, and who look least long. */
  isHasty: (person: KnownPerson) => boolean;
}

export function levelAt(person: SamplePerson, day: Day): Level {
  return person.levels.findLast(({ from }) => from === null || from <= day)?.level ?? "mid";
}

export function reviewersOf(people: readonly KnownPerson[], from: Day, today: Day): Reviewers {
  const teamOf = new Map(SAMPLE_SERVICES.map(({ slug, team }) => [slug, team]));
  const ranked = rankedByTeam(people);
  const keeper = ranked.get(teamOf.get(LONE_SERVICE) ?? "")?.find(isStaying);
  const absences = absencesOf(people, { from, today, present: keeper });
  const away = new Map<string, SampleAbsence[]>();
  for (const one of absences) away.set(one.person.id, [...(away.get(one.person.id) ?? []), one]);
  const isThere = (one: KnownPerson, day: Day) =>
    isOnRoster(one, day) &&
    !away.get(one.id)?.some(({ fromDay, toDay }) => fromDay <= day && (toDay === null || toDay >= day));
  const known = new Map<string, KnownPerson[]>();
  const present = (service: string, day: Day) => {
    const team = teamOf.get(service) ?? "";
    const key = `${team} ${day}`;
    const found = known.get(key) ?? (ranked.get(team) ?? []).filter((one) => isThere(one, day));
    known.set(key, found);
    return found;
  };
  const hasty = new Set([...ranked.values()].flatMap((team) => team.filter(maySign).slice(0, 1)).slice(0, 2));
  return {
    absences,
    signerFor: (random, service, day, authorId) => {
      if (service === LONE_SERVICE && keeper !== undefined && keeper.id !== authorId) return keeper;
      const able = present(service, day).filter((one) => mayOn(one, day) && one.id !== authorId);
      return pickWeighted(
        random,
        able.map((one, rank) => [one, weightOf(levelAt(one, day), rank)] as const),
      );
    },
    onCallFor: (random, service, day) => {
      const able = present(service, day);
      return able[Math.floor(random() * able.length)]!;
    },
    managerFor: (random, service, day) => {
      const team = present(service, day);
      const managers = team.filter((one) => levelAt(one, day) === "manager");
      const able = managers.length > 0 ? managers : team;
      return able[Math.floor(random() * able.length)]!;
    },
    isHasty: (one) => hasty.has(one),
  };
}

function weightOf(level: Level, rank: number): number {
  return (level === "manager" ? 0.3 : 1) / (rank + 1) ** CONCENTRATION;
}

function maySign(one: SamplePerson): boolean {
  return SIGNING_LEVELS.includes(one.levels[0]?.level ?? "mid");
}

function mayOn(one: SamplePerson, day: Day): boolean {
  return SIGNING_LEVELS.includes(levelAt(one, day));
}

function isOnRoster({ activeFrom, activeTo }: SamplePerson, day: Day): boolean {
  return (activeFrom === null || activeFrom <= day) && (activeTo === null || activeTo >= day);
}

function isStaying(one: SamplePerson): boolean {
  return one.activeTo === null && maySign(one) && one.levels[0]?.level !== "manager";
}

/** A team's people in an order that stays, whoever comes and goes: the first are asked first. */
function rankedByTeam(people: readonly KnownPerson[]): Map<string, KnownPerson[]> {
  const rank = new Map(people.map((one) => [one, randomStream(`rank ${one.email}`)()]));
  const teams = new Map<string, KnownPerson[]>();
  for (const one of [...people].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))) {
    const members = teams.get(one.team);
    if (members === undefined) teams.set(one.team, [one]);
    else members.push(one);
  }
  return teams;
}

const REASONS = [
  ["Leave", 60],
  ["Parental leave", 12],
  ["Illness", 18],
  ["Training", 10],
] as const;

/** Every other person who may sign is away once; a few are today, and nobody knows of one when they return. */
function absencesOf(
  people: readonly KnownPerson[],
  { from, today, present }: { from: Day; today: Day; present: KnownPerson | undefined },
): SampleAbsence[] {
  const absences: SampleAbsence[] = [];
  for (const one of people) {
    if (!maySign(one) || one.activeTo !== null || one === present || one.email === SAMPLE_OWNER_EMAIL)
      continue;
    const random = randomStream(`absence ${one.email}`);
    if (random() < 0.5) continue;
    const note = pickWeighted(random, REASONS);
    const days = note === "Parental leave" ? 60 + Math.floor(90 * random()) : 3 + Math.floor(14 * random());
    const fromDay = addDays(from, Math.floor(random() * 265));
    if (fromDay > today) continue;
    const toDay = note === "Illness" && random() < 0.1 ? null : addDays(fromDay, days);
    absences.push({ person: one, fromDay, toDay, note });
  }
  return absences;
}
