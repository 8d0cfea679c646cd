import { addDays, type Day, dayNumberOf, dayStartMs, weekdayOf } from "@/domain/calendar/day";
import { AGENT_ACCOUNT, declaration, evidenceOf, NO_EVIDENCE } from "./change-evidence";
import {
  authorOf,
  type ChangeAuthor,
  type Committed,
  committedChange,
  deploymentOf,
  iso,
  loggedChange,
  pathsOf,
  type SampleChange,
  type Topic,
  titleOf,
} from "./change-texts";
import { LIBRARIES } from "./change-titles";
import { CHANGE_WORDS } from "./change-words";
import { type ChangeWorld, changeWorld } from "./change-world";
import { SAMPLE_FIRST_DAY, SAMPLE_SERVICES, SAMPLE_WORKSPACE, type SampleService } from "./company";
import type { SampleVerdict } from "./culprit-verdicts";
import { culpritChanges } from "./culprits";
import type { SampleIncident } from "./incident";
import { logNormal, pick, pickWeighted, poisson, randomStream } from "./random";
import { CONFIGURATION, codeRepositoryOf, DNS_ZONES, INFRASTRUCTURE, SHARED_FOLDERS } from "./repositories";
import type { SampleAiUse, SamplePerson } from "./roster";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
type Random = () => number;

/** Pull requests per person on the roster and working day. */
const PULL_REQUESTS_MEAN = 0.068;
/** Numbers that a day has per repository; those above are of the changes that broke something. */
const NUMBERS_PER_DAY = 60;
/** Services from this weight on are deployed by hand, several times a day; what is merged of the others goes live. */
const DEPLOYED_FROM_WEIGHT = 4;
/** The last is the night's, for what was merged after the others. */
const DEPLOYMENT_HOURS = [11, 14.5, 17.5, 25] as const;
const BUMP_BOT: ChangeAuthor = {
  name: "bump-bot[bot]",
  email: "bump-bot[bot]@users.noreply.kestrel.example",
  login: "bump-bot[bot]",
  isBot: true,
};
const AGENT: ChangeAuthor = { ...AGENT_ACCOUNT, login: AGENT_ACCOUNT.name, isBot: true };

export interface SampleLedger {
  /** Week by week, made as they are asked for: all of them at once would fill the memory of a first start. */
  weeks: () => Generator<SampleChange[]>;
  verdicts: SampleVerdict[];
  /** Those that broke something, whether or not anybody found out. */
  culprits: ReadonlySet<SampleChange>;
}

/**
 * Two years of changes of the generated people, and the verdicts on those that broke something. The same for the same
 * clock, and a later clock only adds; who wrote what with which tool is known here, what the record shows of it less.
 */
export function generatedChanges(given: {
  people: readonly SamplePerson[];
  uses: readonly SampleAiUse[];
  incidents: readonly SampleIncident[];
  nowMs: number;
}): SampleLedger {
  const { nowMs } = given;
  const world = changeWorld(given.people, given.uses);
  const broken = culpritChanges(given.incidents, world, nowMs);
  return {
    verdicts: broken.verdicts,
    culprits: broken.culprits,
    weeks: function* () {
      yield broken.changes.filter(({ atMs }) => atMs < nowMs).sort((a, b) => a.atMs - b.atMs);
      for (let week: Day = SAMPLE_FIRST_DAY; startOf(week) < nowMs; week = addDays(week, 7)) {
        const days = Array.from({ length: 7 }, (_, offset) => addDays(week, offset));
        const changes = days.filter((day) => startOf(day) < nowMs).flatMap((day) => changesOfDay(day, world));
        yield changes.filter(({ atMs }) => atMs < nowMs).sort((a, b) => a.atMs - b.atMs);
      }
    },
  };
}

function startOf(day: Day): number {
  return dayStartMs(day, SAMPLE_WORKSPACE.timeZone);
}

/** How busy a day is: weekends are quiet, and before and in the sale production is left alone. */
function pace(day: Day): number {
  const weekend = weekdayOf(day) >= 6 ? 0.08 : 1;
  const date = day.slice(5);
  if (date >= "11-16" && date <= "12-02") return weekend * 0.35;
  if (date >= "12-20" || date <= "01-02") return weekend * 0.25;
  return weekend;
}

interface DayPlan {
  day: Day;
  startMs: number;
  random: Random;
  world: ChangeWorld;
  nextNumber: (repository: string) => number;
  nextId: () => string;
}

function changesOfDay(day: Day, world: ChangeWorld): SampleChange[] {
  const numbers = new Map<string, number>();
  let ids = 0;
  const firstNumber = 400 + (dayNumberOf(day) - dayNumberOf(SAMPLE_FIRST_DAY)) * NUMBERS_PER_DAY;
  const plan: DayPlan = {
    day,
    startMs: startOf(day),
    random: randomStream(`changes ${day}`),
    world,
    nextNumber: (repository) => {
      const number = numbers.get(repository) ?? firstNumber;
      numbers.set(repository, number + 1);
      return number;
    },
    nextId: () => `${day.replaceAll("-", "")}-${++ids}`,
  };
  const busy = pace(day);
  const count = (mean: number) => poisson(plan.random, mean * busy);
  const merged = [
    ...times(count(world.rosterOn(day) * PULL_REQUESTS_MEAN), () => mergedChange(plan, "code")),
    ...times(count(2.8), () => bumpChange(plan)),
    ...times(count(1.2), () => mergedChange(plan, "data-migration")),
  ];
  return [
    ...merged,
    ...deployments(plan, merged),
    ...times(count(3.2), () => mergedChange(plan, "config")),
    ...times(count(2.4), () => mergedChange(plan, "infrastructure")),
    ...times(count(0.8), () => mergedChange(plan, "dns")),
    ...times(count(2.6), () => formChange(plan)),
    ...times(count(4.6), () => flagChange(plan)),
    ...times(poisson(plan.random, agentActionsMean(day)), () => agentAction(plan)),
  ];
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

/** Actions a day of the runbook agent, which was let loose step by step. */
function agentActionsMean(day: Day): number {
  if (day < "2025-04-01") return 0.1;
  if (day < "2025-10-01") return 0.6;
  return day < "2026-03-10" ? 1.6 : 1.2;
}

/** Most work ends between nine and six; some does at other hours. */
function workingTime({ startMs, random }: DayPlan): number {
  const hour = random() < 0.94 ? 8.5 + 4.5 * (random() + random()) : 24 * random();
  return startMs + Math.round(hour * 60) * MINUTE_MS + Math.floor(random() * 60) * 1000;
}

function someService(random: Random): SampleService {
  return pickWeighted(
    random,
    SAMPLE_SERVICES.map((service) => [service, 1.5 + service.weight] as const),
  );
}

function topicOf(random: Random, service: SampleService): Topic {
  const parts = CHANGE_WORDS[service.slug]?.parts ?? [service.name];
  return { service: service.slug, name: service.name, part: pick(random, parts) };
}

const KIND_SIZE: Record<Committed["kind"], number> = {
  code: 46,
  config: 4,
  dns: 5,
  infrastructure: 14,
  "data-migration": 22,
};
/** How likely somebody who used a tool that week used it for a change of the kind. */
const AI_CHANCE: Record<Committed["kind"], number> = {
  code: 0.58,
  config: 0.1,
  dns: 0,
  infrastructure: 0.2,
  "data-migration": 0.25,
};

function mergedChange(plan: DayPlan, kind: Committed["kind"]): SampleChange {
  const { random, world, day } = plan;
  const service = someService(random);
  const topic = topicOf(random, service);
  const author = world.authorFor(random, service, day);
  const used = world.toolOf(random, author, day);
  const tool = random() < AI_CHANCE[kind] ? used : null;
  const code = codeRepositoryOf(service.slug);
  const shared =
    kind === "code" && random() < 0.05 ? pick(random, SHARED_FOLDERS[code.short] ?? [null]) : null;
  const repository = repositoryOf(kind, code.name);
  const paths = pathsOf(random, kind, topic, shared?.folder);
  const mergedMs = workingTime(plan);
  const advised = tool !== null && kind !== "code" && random() < 0.5;
  const change = committedChange(random, {
    kind,
    topic,
    title: titleOf(random, kind, topic),
    repository,
    paths,
    author: authorOf(author),
    reviewer: random() < 0.86 ? world.reviewerFor(random, service, day, author) : null,
    number: plan.nextNumber(repository),
    mergedMs,
    deployedMs: mergedMs + Math.round(logNormal(random, 9, 0.4)) * MINUTE_MS,
    left:
      tool === null
        ? NO_EVIDENCE
        : advised
          ? { ...NO_EVIDENCE, declared: declaration("advised", tool) }
          : evidenceOf(random, tool, { mustShow: false, path: paths[0] ?? "" }),
    truth: tool === null ? "person" : "ai",
    size: KIND_SIZE[kind] * (tool === null ? 1 : 1.5),
  });
  return { ...change, statement: statementOn(plan, service, change, tool) };
}

function repositoryOf(kind: Committed["kind"], code: string): string {
  if (kind === "config") return CONFIGURATION.name;
  if (kind === "infrastructure") return INFRASTRUCTURE.name;
  return kind === "dns" ? DNS_ZONES.name : code;
}

/** Now and then somebody says that the record is wrong about AI's part. */
function statementOn(
  plan: DayPlan,
  service: SampleService,
  { input, truth, atMs }: SampleChange,
  tool: string | null,
): SampleChange["statement"] {
  const { random, world, day } = plan;
  const chance = random();
  const shows = input.ai != null || input.labels?.includes("ai-assisted") === true;
  const statedAt = iso(atMs + Math.round((2 + 90 * random()) * HOUR_MS));
  const statedBy = world.reviewerFor(random, service, day, null).name;
  const by = { role: null, tool: null, statedBy, statedAt };
  if (truth === "ai" && shows && chance < 0.012) {
    const reason = "The label came with the template; the suggestion was thrown away before the review.";
    return { ...by, kind: "contested", involvement: null, reason };
  }
  if (truth === "ai" && shows && chance < 0.02) {
    const reason = "Agreed with the author: nothing of the tool's proposal was kept.";
    return { ...by, kind: "corrected", involvement: "none-found", reason };
  }
  if (truth === "ai" && !shows && tool !== null && chance > 0.995) {
    const reason = `The author told in the review that ${tool} wrote the first version.`;
    return { ...by, kind: "corrected", involvement: "ai", role: "wrote-code", tool, reason };
  }
  return null;
}

function bumpChange(plan: DayPlan): SampleChange {
  const { random } = plan;
  const service = someService(random);
  const library = pick(random, LIBRARIES);
  const topic: Topic = { service: service.slug, name: service.name, part: library };
  const repository = codeRepositoryOf(service.slug).name;
  const [major, minor] = [1 + Math.floor(5 * random()), Math.floor(20 * random())];
  const mergedMs = workingTime(plan);
  return committedChange(random, {
    kind: "code",
    topic,
    title: `Bump ${library} from ${major}.${minor}.0 to ${major}.${minor + 1}.0`,
    repository,
    paths: [`services/${service.slug}/package.lock`],
    author: BUMP_BOT,
    reviewer: null,
    number: plan.nextNumber(repository),
    mergedMs,
    deployedMs: mergedMs + Math.round(logNormal(random, 9, 0.4)) * MINUTE_MS,
    left: NO_EVIDENCE,
    truth: "automation",
    size: 12,
  });
}

/** Deployments of the heavier services, each with what was merged since the one before. */
function deployments(plan: DayPlan, merged: readonly SampleChange[]): SampleChange[] {
  const { random } = plan;
  return SAMPLE_SERVICES.filter(({ weight }) => weight >= DEPLOYED_FROM_WEIGHT).flatMap((service) => {
    const slots = DEPLOYMENT_HOURS.map(
      (hour) => plan.startMs + Math.round((hour + 0.7 * random()) * 60) * MINUTE_MS,
    );
    let waiting = merged.filter((change) => change.service === service.slug);
    return slots.flatMap((atMs) => {
      const carried = waiting.filter((change) => mergedMsOf(change) < atMs);
      if (carried.length === 0) return [];
      waiting = waiting.filter((change) => mergedMsOf(change) >= atMs);
      carried.sort((a, b) => mergedMsOf(a) - mergedMsOf(b));
      for (const change of carried) deployedAt(change, atMs);
      const repository = codeRepositoryOf(service.slug).name;
      return [deploymentOf(service, repository, plan.nextId(), atMs, carried)];
    });
  });
}

function mergedMsOf({ input }: SampleChange): number {
  return Date.parse(input.mergedAt ?? "");
}

function deployedAt(change: SampleChange, atMs: number): void {
  change.atMs = atMs;
  change.input = { ...change.input, deployedAt: iso(atMs) };
}

/** A configuration change that somebody typed into a form: its title is all there is. */
function formChange(plan: DayPlan): SampleChange {
  const { random, world, day } = plan;
  const service = someService(random);
  const topic = topicOf(random, service);
  return loggedChange({
    kind: "config",
    topic,
    title: titleOf(random, "config", topic),
    source: "change-form",
    externalId: plan.nextId(),
    author: authorOf(world.authorFor(random, service, day)),
    atMs: workingTime(plan),
    environment: random() < 0.06 ? "staging" : "production",
    left: NO_EVIDENCE,
    truth: "person",
  });
}

function flagChange(plan: DayPlan): SampleChange {
  const { random, world, day } = plan;
  const service = someService(random);
  const topic = topicOf(random, service);
  return loggedChange({
    kind: "feature-flag",
    topic,
    title: titleOf(random, "feature-flag", topic),
    source: "flag-board",
    externalId: plan.nextId(),
    author: authorOf(world.authorFor(random, service, day)),
    atMs: workingTime(plan),
    environment: random() < 0.1 ? "staging" : "production",
    left: NO_EVIDENCE,
    truth: "person",
  });
}

function agentAction(plan: DayPlan): SampleChange {
  const { random } = plan;
  const topic = topicOf(random, someService(random));
  return loggedChange({
    kind: "agent-action",
    topic,
    title: titleOf(random, "agent-action", topic),
    source: "runbook-agent",
    externalId: plan.nextId(),
    author: AGENT,
    atMs: plan.startMs + Math.floor(24 * 60 * random()) * MINUTE_MS,
    environment: "production",
    left: { ...NO_EVIDENCE, declared: declaration("acted", "Runbook Agent") },
    truth: "ai",
  });
}
