import type { ChangeKind } from "@/domain/change/kinds";
import type { ChangeInput } from "@/domain/change/schema";
import type { LeftEvidence } from "./change-evidence";
import { CHANGE_BODIES, CHANGE_TITLES, type CULPRIT_TITLES } from "./change-titles";
import { CHANGE_WORDS } from "./change-words";
import type { SampleService } from "./company";
import { logNormal, pick } from "./random";
import type { SamplePerson } from "./roster";

type Random = () => number;
const MINUTE_MS = 60_000;

/** What truly was, whatever the record shows: known here alone. */
type SampleTruth = "ai" | "automation" | "person";

export interface SampleStatement {
  kind: "contested" | "corrected";
  involvement: "ai" | "none-found" | null;
  role: "wrote-code" | null;
  tool: string | null;
  reason: string;
  statedBy: string;
  statedAt: string;
}

/** A change of the sample as its source tells of it. */
export interface SampleChange {
  input: ChangeInput;
  atMs: number;
  service: string;
  truth: SampleTruth;
  statement: SampleStatement | null;
}

export interface ChangeAuthor {
  name: string;
  email: string;
  login: string;
  isBot: boolean;
}

export function authorOf(person: SamplePerson): ChangeAuthor {
  return { name: person.name, email: person.email, login: person.handle, isBot: false };
}

/** A new hash, as git would name a commit. */
export function hashOf(random: Random): string {
  let hash = "";
  for (let part = 0; part < 5; part++) {
    hash += Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  }
  return hash;
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** A part's name as a file's. */
function fileOf(part: string): string {
  return part
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

export interface Topic {
  service: string;
  name: string;
  part: string;
}

/** A title of the kind; with the culprits' templates the part is what the symptom was about. */
export function titleOf(
  random: Random,
  kind: keyof typeof CHANGE_TITLES | keyof typeof CULPRIT_TITLES,
  topic: Topic,
  templates: readonly string[] = kindTitles(kind),
): string {
  const words = CHANGE_WORDS[topic.service];
  const text = pick(random, templates)
    .replace("{p}", topic.part)
    .replace("{n}", topic.name.toLowerCase())
    .replace("{h}", `${topic.service}.kestrel.example`)
    .replace("{s}", () => pick(random, words?.settings ?? ["timeout"]))
    .replace("{t}", () => pick(random, words?.tables ?? ["event"]));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function kindTitles(kind: ChangeKind): readonly string[] {
  return kind === "deployment" ? [] : CHANGE_TITLES[kind];
}

export interface Committed {
  kind: "code" | "config" | "dns" | "infrastructure" | "data-migration";
  topic: Topic;
  title: string;
  repository: string;
  paths: readonly string[];
  author: ChangeAuthor;
  reviewer: SamplePerson | null;
  number: number;
  mergedMs: number;
  deployedMs: number;
  left: LeftEvidence;
  truth: SampleTruth;
  /** Lines, typically. */
  size: number;
  reverts?: string;
}

/** A change with a commit: its title, message, trailers and labels are the texts in which AI's part can be found. */
export function committedChange(random: Random, from: Committed): SampleChange {
  const revision = hashOf(random);
  const changed = Math.max(1, Math.round(logNormal(random, from.size, 1.15)));
  const additions = Math.max(1, Math.round(changed * (0.5 + 0.45 * random())));
  const authoredMs = from.mergedMs - Math.round(logNormal(random, 300, 1)) * MINUTE_MS;
  const by = from.left.account ?? from.author;
  const body = pick(random, CHANGE_BODIES);
  const trailer = from.left.trailer === null ? "" : `\n\n${from.left.trailer}`;
  const input: ChangeInput = {
    kind: from.kind,
    title: from.title,
    description: body,
    source: from.repository,
    externalId: `commit:${revision}`,
    url: `https://${from.repository}/pull/${from.number}`,
    repository: from.repository,
    revision,
    pullRequest: from.number,
    branch: `${from.author.login.slice(0, 12)}/${fileOf(from.title).slice(0, 40)}`,
    labels: [fileOf(from.topic.name), ...(from.left.label === null ? [] : [from.left.label])],
    paths: [...from.paths],
    author: from.left.account
      ? { login: from.left.account.name, bot: true }
      : {
          login: from.author.login,
          email: from.author.email,
          name: from.author.name,
          bot: from.author.isBot,
        },
    additions,
    deletions: changed - additions + Math.round(changed * 0.3 * random()),
    files: from.paths.length + Math.floor(changed / 60),
    authoredAt: iso(authoredMs),
    mergedAt: iso(from.mergedMs),
    deployedAt: iso(from.deployedMs),
    outcome: "succeeded",
    commits: [
      {
        revision,
        message: `${from.title} (#${from.number})\n\n${body}${trailer}`,
        authorName: by.name,
        authorEmail: by.email,
        committerName: "Kestrel Forge",
        committerEmail: "noreply@forge.kestrel.example",
        ...(from.left.note === null ? {} : { notes: [from.left.note] }),
        authoredAt: iso(authoredMs),
      },
    ],
    ...(from.left.declared === null ? {} : { ai: { ...from.left.declared, model: null } }),
    ...(from.reviewer === null
      ? {}
      : {
          reviewers: [
            { login: from.reviewer.handle, state: "approved", at: iso(from.mergedMs - 4 * MINUTE_MS) },
          ],
        }),
    ...(from.reverts === undefined ? {} : { reverts: from.reverts }),
  };
  return { input, atMs: from.deployedMs, service: from.topic.service, truth: from.truth, statement: null };
}

/** The files that a change of the kind touches. */
export function pathsOf(random: Random, kind: Committed["kind"], topic: Topic, folder?: string): string[] {
  const file = fileOf(topic.part);
  if (kind === "config") return [`${topic.service}/production.yaml`];
  if (kind === "dns") return [`zones/${topic.service}/records.yaml`];
  if (kind === "infrastructure") return [`clusters/${topic.service}/nodes.tf`];
  const base = folder ?? `services/${topic.service}`;
  if (kind === "data-migration") {
    return [`${base}/migrations/${String(Math.floor(1000 + 9000 * random()))}-${file}.sql`];
  }
  const paths = [`${base}/src/${file}.ts`];
  if (random() < 0.6) paths.push(`${base}/src/${file}.test.ts`);
  if (random() < 0.12) paths.push(`${base}/README.md`);
  return paths;
}

export interface Logged {
  kind: "config" | "feature-flag" | "agent-action";
  topic: Topic;
  title: string;
  /** The invented system that tells of it, and its id there. */
  source: string;
  externalId: string;
  author: ChangeAuthor;
  atMs: number;
  environment: string;
  left: LeftEvidence;
  truth: SampleTruth;
}

/** A change that a form or a system tells of by its title alone: no text in which AI's part could stand. */
export function loggedChange(from: Logged): SampleChange {
  const { author, left } = from;
  const input: ChangeInput = {
    kind: from.kind,
    title: from.title,
    source: from.source,
    externalId: from.externalId,
    services: [from.topic.service],
    environment: from.environment,
    author: author.isBot
      ? { login: author.login, bot: true }
      : { login: author.login, email: author.email, name: author.name },
    deployedAt: iso(from.atMs),
    outcome: "succeeded",
    ...(left.declared === null ? {} : { ai: { ...left.declared, model: null } }),
  };
  return { input, atMs: from.atMs, service: from.topic.service, truth: from.truth, statement: null };
}

/** A deployment of one service with the revisions that it brings. */
export function deploymentOf(
  service: SampleService,
  repository: string,
  id: string,
  atMs: number,
  carried: readonly SampleChange[],
): SampleChange {
  const newest = carried.at(-1);
  const revision = newest?.input.revision ?? null;
  const input: ChangeInput = {
    kind: "deployment",
    title: `Deploy ${service.name.toLowerCase()}${carried.length > 1 ? ` with ${carried.length} changes` : ""}`,
    source: repository,
    externalId: `deployment:${id}`,
    repository,
    revision,
    services: [service.slug],
    environment: "production",
    author: { login: "deploy-bot", bot: true },
    deployedAt: iso(atMs),
    outcome: "succeeded",
    carries: carried.flatMap(({ input: { revision: brought } }) => brought ?? []),
  };
  return { input, atMs, service: service.slug, truth: "automation", statement: null };
}
