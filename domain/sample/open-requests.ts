import { type Day, dayNumberOf, dayOf } from "@/domain/calendar/day";
import { HOUR_MS, MINUTE_MS } from "@/domain/calendar/zone";
import { type SampleTool, TRAILERS } from "./change-evidence";
import { hashOf, pathsOf, titleOf } from "./change-texts";
import { CHANGE_WORDS } from "./change-words";
import {
  SAMPLE_FIRST_DAY,
  SAMPLE_OWNER_EMAIL,
  SAMPLE_SERVICES,
  SAMPLE_TOOLS,
  SAMPLE_WORKSPACE,
} from "./company";
import { logNormal, pick, pickWeighted, randomStream } from "./random";
import { codeRepositoryOf } from "./repositories";
import { type KnownPerson, LONE_SERVICE, levelAt, type Reviewers } from "./reviewers";

/** A pull request of the sample that is open now and waits for its sign-off. */
export interface OpenRequest {
  repository: string;
  number: number;
  title: string;
  body: string;
  branch: string;
  revision: string;
  service: string;
  paths: string[];
  author: KnownPerson;
  tool: SampleTool;
  additions: number;
  deletions: number;
  files: number;
  openedMs: number;
  /** Handed over to this person; null waits for whoever may. */
  assignee: KnownPerson | null;
  declined: { by: KnownPerson; atMs: number; comment: string } | null;
}

const COUNT = 14;
/** The last of a day's numbers, above what its changes take of them; see NUMBERS_PER_DAY of the ledger. */
const LAST_NUMBER_OF_DAY = 459;
/** Those that have to be there for what the sample shows. */
const SERVICE_OF = new Map([
  [0, "pricing"],
  [1, "checkout"],
  [3, LONE_SERVICE],
]);
const { timeZone: ZONE } = SAMPLE_WORKSPACE;

/** What waits now: some for an hour, some over a weekend; two for the owner of the sample, one declined. */
export function openRequests(
  people: readonly KnownPerson[],
  reviewers: Reviewers,
  { fromMs, nowMs }: { fromMs: number; nowMs: number },
): OpenRequest[] {
  const today = dayOf(nowMs, ZONE);
  const authors = people.filter(
    (one) => one.activeTo === null && ["junior", "mid"].includes(levelAt(one, today)),
  );
  const owner = people.find(({ email }) => email === SAMPLE_OWNER_EMAIL) ?? null;
  return Array.from({ length: COUNT }, (_, index): OpenRequest => {
    const random = randomStream(`open request ${today} ${index}`);
    const service =
      SAMPLE_SERVICES.find(({ slug }) => slug === SERVICE_OF.get(index)) ??
      pickWeighted(
        random,
        SAMPLE_SERVICES.map((one) => [one, 1.5 + one.weight] as const),
      );
    const author = pick(
      random,
      authors.filter(({ team }) => team === service.team),
    );
    const part = pick(random, CHANGE_WORDS[service.slug]?.parts ?? [service.name]);
    const topic = { service: service.slug, name: service.name, part };
    const title = titleOf(random, "code", topic);
    const tool = pick(random, SAMPLE_TOOLS.slice(0, 3));
    const waitedMs = Math.round(logNormal(random, 420, 1.2)) * MINUTE_MS;
    const openedMs = Math.max(fromMs, nowMs - Math.min(80 * HOUR_MS, waitedMs));
    const lines = Math.max(4, Math.round(logNormal(random, 80, 1.2)));
    const additions = Math.ceil(lines * (0.6 + 0.35 * random()));
    const paths = pathsOf(random, "code", topic);
    const signer = reviewers.signerFor(random, service.slug, today, author.id);
    return {
      repository: codeRepositoryOf(service.slug).name,
      number: numberOn(dayOf(openedMs, ZONE), index),
      title,
      body: `${title}.\n\n${TRAILERS[tool]}`,
      branch: `${author.handle.slice(0, 12)}/${service.slug}-${index}`,
      revision: hashOf(random),
      service: service.slug,
      paths,
      author,
      tool,
      additions,
      deletions: lines - additions,
      files: paths.length + Math.floor(lines / 60),
      openedMs,
      assignee: index < 2 ? owner : index === 5 ? signer : null,
      declined:
        index === 7
          ? {
              by: signer,
              atMs: Math.round(openedMs + (nowMs - openedMs) / 2),
              comment: "The retry has no limit: say how often, and what happens after.",
            }
          : null,
    };
  });
}

function numberOn(day: Day, index: number): number {
  return LAST_NUMBER_OF_DAY + (dayNumberOf(day) - dayNumberOf(SAMPLE_FIRST_DAY)) * 60 - index;
}
