import type { Logger } from "pino";
import { log } from "@/server/log/log";

/** What the process does over and over for as long as it serves. */
export interface Round {
  /** What the log and `/readyz` call it. */
  name: string;
  everyMs: number;
  work: () => Promise<unknown>;
  /** What whoever reads the log at night has to know: what does not happen while this fails. */
  meanwhile: string;
}

export interface FailingRound {
  round: string;
  since: string;
  times: number;
}

/** A database that restarts fails a round or two; beyond that somebody has to look. */
const TIMES_UNTIL_ERROR = 3;
const MS_UNTIL_ERROR = 60_000;
const TOLD_AGAIN_AFTER_MS = 3_600_000;

interface Failing {
  sinceMs: number;
  times: number;
  /** When it was last told as an error. */
  toldMs: number | null;
}

// On globalThis, because the page that tells of them and the start that begins them are bundled apart.
const slot = Symbol.for("faultline.failing-rounds");
const processWide: typeof globalThis & { [slot]?: Map<string, Failing> } = globalThis;
processWide[slot] ??= new Map();
const failing = processWide[slot];

/** The rounds whose last turn failed, each since when. */
export function failingRounds(): FailingRound[] {
  return [...failing].map(([round, { sinceMs, times }]) => ({
    round,
    since: new Date(sinceMs).toISOString(),
    times,
  }));
}

interface Telling {
  nowMs: number;
  log: Logger;
}

/** For as long as the process serves; a turn that takes longer than the pause is not begun a second time beside it. */
export function keepDoing(round: Round): void {
  let isRunning = false;
  const turn = async () => {
    if (isRunning) return;
    isRunning = true;
    await takeTurn(round, () => ({ nowMs: Date.now(), log: log() })).finally(() => {
      isRunning = false;
    });
  };
  setInterval(() => void turn(), round.everyMs).unref();
}

/** One turn. A fault is a warning; one that stays is an error, told anew every hour, until a turn goes well. */
export async function takeTurn(round: Round, telling: () => Telling): Promise<void> {
  try {
    await round.work();
    tellOfRecovery(round, telling());
  } catch (error) {
    tellOfFault(round, error, telling());
  }
}

function tellOfRecovery({ name }: Round, { log }: Telling): void {
  const before = failing.get(name);
  failing.delete(name);
  // Whoever was called for it hears that it is over, at the level that is written even where little is.
  if (before !== undefined && before.toldMs !== null) log.warn({ round: name }, `${name}: goes well again.`);
}

function tellOfFault({ name, meanwhile }: Round, error: unknown, { nowMs, log }: Telling): void {
  const before = failing.get(name);
  const [sinceMs, times] = [before?.sinceMs ?? nowMs, (before?.times ?? 0) + 1];
  const about = { err: error, round: name, times, since: new Date(sinceMs).toISOString() };
  const isLasting = times >= TIMES_UNTIL_ERROR && nowMs - sinceMs >= MS_UNTIL_ERROR;
  let toldMs = before?.toldMs ?? null;
  if (!isLasting) log.warn(about, `${name}: failed; it is tried again.`);
  else if (toldMs === null || nowMs - toldMs >= TOLD_AGAIN_AFTER_MS) {
    toldMs = nowMs;
    log.error(
      about,
      `${name}: fails since ${about.since}, and meanwhile ${meanwhile}. Mend what err says; it then goes on by itself.`,
    );
  }
  failing.set(name, { sinceMs, times, toldMs });
}
