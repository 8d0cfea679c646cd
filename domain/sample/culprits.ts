import { dayNumberOf, dayOf } from "@/domain/calendar/day";
import type { AiRole } from "@/domain/cause/kinds";
import {
  AGENT_ACCOUNT,
  declaration,
  evidenceOf,
  type LeftEvidence,
  NO_EVIDENCE,
  type SampleTool,
} from "./change-evidence";
import {
  authorOf,
  type Committed,
  committedChange,
  iso,
  loggedChange,
  pathsOf,
  type SampleChange,
  type Topic,
  titleOf,
} from "./change-texts";
import { CULPRIT_TITLES } from "./change-titles";
import { CHANGE_WORDS, SYMPTOM_TOPICS } from "./change-words";
import { type ChangeWorld, sampleService } from "./change-world";
import { SAMPLE_FIRST_DAY, SAMPLE_WORKSPACE } from "./company";
import { besideVerdict, type JudgedScene, type SampleVerdict, verdictOn } from "./culprit-verdicts";
import type { SampleIncident } from "./incident";
import { logNormal, pick, randomStream } from "./random";
import { CONFIGURATION, codeRepositoryOf, DNS_ZONES } from "./repositories";
import { levelAt } from "./reviewers";
import { LAYOFFS, type SamplePerson } from "./roster";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
type Random = () => number;

/** Incidents of these last days have no verdict yet: somebody is still to find the change that did it. */
const UNJUDGED_MS = 21 * DAY_MS;
/** Of the older ones, how many were never traced to their change. */
const NEVER_FOUND_RATIO = 0.1;

/** How likely somebody who used a tool that week used it for a change that broke something. */
const TOOL_CHANCE: Partial<Record<CulpritKind, number>> = { code: 0.5, config: 0.1, "data-migration": 0.25 };
/** The less experienced lean on it more. */
const JUNIOR_TOOL_FACTOR = 1.5;
/** Of the reviews that such a change would have had, those that it went without after each layoff of its reviewers. */
const UNREVIEWED_RATIOS = [0, 0.2, 0.42] as const;
const LARGE_FACTOR = 1.7;

type CulpritKind = keyof typeof CULPRIT_TITLES;

/** Which kind of change such a cause is; null where no change did it. */
const KIND_OF_CAUSE: Readonly<Record<string, CulpritKind>> = {
  "code-deployment": "code",
  configuration: "config",
  dns: "dns",
  data: "data-migration",
  "genai-assisted-change": "code",
  "agent-action": "agent-action",
};

/**
 * For generated incidents that a change caused: that change, some beside it that had nothing to do with it, and the
 * verdicts of those old enough. Incidents of the public record get none: nobody knows which change theirs was.
 */
export function culpritChanges(
  incidents: readonly SampleIncident[],
  world: ChangeWorld,
  nowMs: number,
): { changes: SampleChange[]; culprits: Set<SampleChange>; verdicts: SampleVerdict[] } {
  const changes: SampleChange[] = [];
  const culprits = new Set<SampleChange>();
  const verdicts: SampleVerdict[] = [];
  for (const incident of incidents) {
    if (incident.record !== "generated") continue;
    const made = aroundIncident(incident, world);
    changes.push(...made.changes);
    if (made.culprit !== null) culprits.add(made.culprit);
    if (Date.parse(incident.impactStartedAt) < nowMs - UNJUDGED_MS) verdicts.push(...made.verdicts);
  }
  return { changes, culprits, verdicts };
}

interface Scene extends JudgedScene {
  /** For what came to the scene later, so that what was drawn before stays. */
  apart: Random;
  startMs: number;
  /** Numbers of the day that its ordinary changes leave free. */
  nextNumber: () => number;
  nextId: () => string;
}

function aroundIncident(incident: SampleIncident, world: ChangeWorld) {
  const startMs = Date.parse(incident.impactStartedAt);
  const day = dayOf(startMs, SAMPLE_WORKSPACE.timeZone);
  const random = randomStream(`culprit ${incident.impactStartedAt} ${incident.title}`);
  let number = 400 + (dayNumberOf(day) - dayNumberOf(SAMPLE_FIRST_DAY)) * 60 + 40 + Math.floor(8 * random());
  let id = 0;
  const scene: Scene = {
    incident,
    world,
    random,
    apart: randomStream(`since ${incident.impactStartedAt} ${incident.title}`),
    startMs,
    day,
    origin: sampleService(incident.impacts[0]?.service ?? "storefront"),
    nextNumber: () => number++,
    nextId: () => `${incident.impactStartedAt.replace(/\D/g, "").slice(0, 12)}-${++id}`,
  };
  const culprit = culpritOf(scene);
  const decoy = random() < 0.55 ? decoyOf(scene) : null;
  const made = {
    culprit: culprit?.change ?? null,
    changes: [...(culprit ? [culprit.change, ...culprit.after] : []), ...(decoy ? [decoy] : [])],
    verdicts: [] as SampleVerdict[],
  };
  const found = random() >= NEVER_FOUND_RATIO;
  if (culprit && found) made.verdicts.push(verdictOn(scene, culprit.change));
  if (decoy && random() < (culprit && found ? 0.45 : 0.2)) made.verdicts.push(besideVerdict(scene, decoy));
  return made;
}

function culpritOf(scene: Scene): { change: SampleChange; after: SampleChange[] } | null {
  const { incident, random, world, startMs, origin } = scene;
  const cause = incident.causes.find(({ role }) => role === "primary");
  const isOpen = incident.resolvedAt === null;
  const usual = isOpen ? "config" : cause ? KIND_OF_CAUSE[cause.kind] : undefined;
  if (usual === undefined) return null;
  const isAdvised = cause?.aiRole === "advised";
  const kind = isAdvised && random() < 0.6 ? "config" : usual;
  const dependency = random() < 0.2 ? origin.dependsOn.find(([, how]) => how === "hard")?.[0] : undefined;
  const service = dependency === undefined ? origin : sampleService(dependency);
  const topic: Topic = {
    service: service.slug,
    name: service.name,
    part:
      dependency === undefined
        ? (SYMPTOM_TOPICS[incident.title] ?? service.name.toLowerCase())
        : `${service.name.toLowerCase()} ${pick(random, CHANGE_WORDS[service.slug]?.parts ?? ["client"])}`,
  };
  const beforeMinutes = Math.min(1800, Math.max(2, Math.round(logNormal(random, 24, 1.1))));
  const atMs = startMs - beforeMinutes * MINUTE_MS - Math.floor(50 * random()) * 1000;
  const title = titleOf(random, kind, topic, CULPRIT_TITLES[kind]);
  const author = world.authorFor(random, service, scene.day);
  if (kind === "agent-action") {
    const tool = cause?.tool ?? "Runbook Agent";
    const left = { ...NO_EVIDENCE, declared: declaration("acted", tool) };
    const agent = { ...AGENT_ACCOUNT, login: AGENT_ACCOUNT.name, isBot: true };
    const environment = "production";
    const source = "runbook-agent";
    const externalId = scene.nextId();
    const change = loggedChange({
      kind,
      topic,
      title,
      source,
      externalId,
      author: agent,
      atMs,
      environment,
      left,
      truth: "ai",
    });
    return { change, after: [] };
  }
  const toldTool = (cause?.tool ?? null) as SampleTool | null;
  const tool = toldTool ?? untoldTool(scene, kind, author);
  const aiRole = cause?.aiRole ?? null;
  const change = brokenChange(scene, { kind, topic, title, atMs, author, tool, toldTool, aiRole });
  return { change, after: revertOf(scene, change, { kind, topic, author }) };
}

/** Tools have a part in what breaks as in all other work, also where nobody puts the incident down to them. */
function untoldTool(
  { apart, world, day }: Scene,
  kind: CulpritKind,
  author: SamplePerson,
): SampleTool | null {
  const used = world.toolOf(apart, author, day);
  const factor = ["junior", "mid"].includes(levelAt(author, day)) ? JUNIOR_TOOL_FACTOR : 1;
  return apart() < (TOOL_CHANCE[kind] ?? 0) * factor ? used : null;
}

function brokenChange(
  scene: Scene,
  from: {
    kind: Committed["kind"];
    topic: Topic;
    title: string;
    atMs: number;
    author: SamplePerson;
    tool: SampleTool | null;
    toldTool: SampleTool | null;
    aiRole: AiRole | null;
  },
): SampleChange {
  const { random, world } = scene;
  const service = sampleService(from.topic.service);
  // A good part of configuration is typed into a form, and so is some of what broke something.
  if (from.kind === "config" && from.tool === null && random() < 0.35) {
    return loggedChange({
      kind: "config",
      topic: from.topic,
      title: from.title,
      source: "change-form",
      externalId: scene.nextId(),
      author: authorOf(from.author),
      atMs: from.atMs,
      environment: "production",
      left: NO_EVIDENCE,
      truth: "person",
    });
  }
  const paths = pathsOf(random, from.kind, from.topic);
  const reviewer = random() < 0.7 ? world.reviewerFor(random, service, scene.day, from.author) : null;
  return committedChange(random, {
    kind: from.kind,
    topic: from.topic,
    title: from.title,
    repository: repositoryOf(from.kind, from.topic.service),
    paths,
    author: authorOf(from.author),
    reviewer: scene.apart() < unreviewedRatio(scene) ? null : reviewer,
    number: scene.nextNumber(),
    mergedMs: from.atMs - Math.round(logNormal(random, 22, 0.6)) * MINUTE_MS,
    deployedMs: from.atMs,
    left: leftBy(scene, from, paths[0] ?? ""),
    truth: from.tool === null ? "person" : "ai",
    size: (from.kind === "config" ? 6 : 90) * (from.tool === null ? 1 : 1.4),
  });
}

/**
 * Fewer who could look, and more to look at: what broke something had more often gone out without a second look, and what
 * broke much more often still.
 */
function unreviewedRatio({ incident: { severity }, day }: Scene): number {
  const ratio = UNREVIEWED_RATIOS[LAYOFFS.filter(({ lastDay }) => lastDay < day).length] ?? 0;
  return severity === "SEV1" || severity === "SEV2" ? LARGE_FACTOR * ratio : ratio;
}

function leftBy(
  { random, apart }: Scene,
  { tool, toldTool, aiRole }: { tool: SampleTool | null; toldTool: SampleTool | null; aiRole: AiRole | null },
  path: string,
): LeftEvidence {
  if (tool === null) return NO_EVIDENCE;
  if (toldTool === null) return evidenceOf(apart, tool, { mustShow: false, path });
  if (aiRole === "advised") return { ...NO_EVIDENCE, declared: declaration("advised", tool) };
  // One cause in ten rests on what people told, not on a trace in the change.
  return evidenceOf(random, tool, { mustShow: random() < 0.9, path });
}

function repositoryOf(kind: Committed["kind"], slug: string): string {
  if (kind === "config") return CONFIGURATION.name;
  return kind === "dns" ? DNS_ZONES.name : codeRepositoryOf(slug).name;
}

/** Many are taken back when the impact is to end. */
function revertOf(
  scene: Scene,
  change: SampleChange,
  { kind, topic, author }: { kind: Committed["kind"]; topic: Topic; author: SamplePerson },
): SampleChange[] {
  const { incident, random, world, startMs } = scene;
  const revision = change.input.revision;
  if (!revision || incident.mitigatedAt === null || random() < 0.45) return [];
  const atMs = Math.max(startMs + MINUTE_MS, Date.parse(incident.mitigatedAt) - 3 * MINUTE_MS);
  change.input = { ...change.input, revertedAt: iso(atMs) };
  return [
    committedChange(random, {
      kind,
      topic,
      title: `Revert "${change.input.title}"`,
      repository: change.input.repository ?? "",
      paths: change.input.paths ?? [],
      author: authorOf(author),
      reviewer: world.reviewerFor(random, sampleService(topic.service), scene.day, author),
      number: scene.nextNumber(),
      mergedMs: atMs - 2 * MINUTE_MS,
      deployedMs: atMs,
      left: NO_EVIDENCE,
      truth: "person",
      size: (change.input.additions ?? 1) + (change.input.deletions ?? 0),
      reverts: revision,
    }),
  ];
}

/** A change on the same service shortly before, about something else. */
function decoyOf(scene: Scene): SampleChange {
  const { random, world, origin, startMs } = scene;
  const parts = CHANGE_WORDS[origin.slug]?.parts ?? [origin.name];
  const topic: Topic = { service: origin.slug, name: origin.name, part: pick(random, parts) };
  const author = world.authorFor(random, origin, scene.day);
  const atMs = startMs - Math.round(logNormal(random, 70, 0.9)) * MINUTE_MS - 20_000;
  const repository = codeRepositoryOf(origin.slug).name;
  return committedChange(random, {
    kind: "code",
    topic,
    title: titleOf(random, "code", topic),
    repository,
    paths: pathsOf(random, "code", topic),
    author: authorOf(author),
    reviewer: world.reviewerFor(random, origin, scene.day, author),
    number: scene.nextNumber(),
    mergedMs: atMs - 25 * MINUTE_MS,
    deployedMs: atMs,
    left: NO_EVIDENCE,
    truth: "person",
    size: 40,
  });
}
