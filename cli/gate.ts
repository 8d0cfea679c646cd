import { setTimeout as sleep } from "node:timers/promises";
import { Command, Option } from "commander";
import type { GateAnswer } from "@/domain/gate/schema";
import { type Choice, rememberChoice, rememberedChoice } from "./pipeline/choice";
import { jittered, post, Refused, type Server, Unreachable } from "./pipeline/client";
import { type ServerFlags, serverOf, spanUpTo, spanWords, withServerOptions } from "./pipeline/options";
import { type SubjectFlags, subjectOf, withSubjectOptions } from "./pipeline/subject";
import { answerText } from "./pipeline/words";

const FIRST_PAUSE_MS = 2_000;
const PAUSE_MS_MAX = 30_000;
const DAY_MS = 86_400_000;

interface Flags extends ServerFlags, SubjectFlags {
  environment: string;
  wait?: number;
  json?: boolean;
  unreachable?: Choice;
}

/** What --json prints; `docs/gate.md` promises these names. */
interface Report {
  decision: "allow" | "hold" | null;
  exitCode: 0 | 1 | 2;
  reason: string;
  /** Stable, of a refusal; null otherwise. */
  code: string | null;
  waitedS: number;
  /** How it was decided without an answer; null with one. */
  unreachable: { cause: string; choice: Choice; chosenBy: "policy" | "option" | "default" } | null;
  answer: GateAnswer | null;
}

export function createCommand(): Command {
  const command = new Command("gate").description(
    "Ask whether a revision or a change may go to an environment. Exit code 0: it may. 1: it is held. 2: nobody can tell, or asked wrongly.",
  );
  return withSubjectOptions(withServerOptions(command))
    .option("--environment <name>", "where it would go", "production")
    .option("--wait <span>", "ask again until it may go, for at most so long: 30m", spanUpTo(DAY_MS))
    .option("--json", "print the answer as JSON")
    .addOption(
      new Option(
        "--unreachable <choice>",
        "what to do when Faultline cannot be asked and no policy said so before: closed when left out",
      ).choices(["open", "closed"]),
    )
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const question = { ...subjectOf(flags), environment: flags.environment };
  const server = serverOf(flags);
  const startedMs = performance.now();
  const found = await askUntil(server, question, flags);
  const report = { ...found, waitedS: Math.round((performance.now() - startedMs) / 1000) };
  if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (report.answer !== null) process.stdout.write(answerText(report.answer, server.url));
  process.exitCode = report.exitCode;
}

type Found = Omit<Report, "waitedS">;

/** Asks, and where there is time left, asks again while it is held or nobody answers. */
async function askUntil(server: Server, question: object, flags: Flags): Promise<Found> {
  const untilMs = performance.now() + (flags.wait ?? 0);
  let said = "";
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(PAUSE_MS_MAX, pauseMs * 1.5)) {
    const found = await askOnce(server, question, flags);
    const leftMs = untilMs - performance.now();
    const isOver = found.exitCode === 2 || (found.answer !== null && found.decision === "allow");
    if (isOver || leftMs <= 0) {
      if (found.unreachable !== null) warnLoudly(server, found.unreachable);
      return found;
    }
    const news = found.unreachable === null ? found.reason : `Faultline: ${found.unreachable.cause}.`;
    if (news !== said) process.stderr.write(`${news}\nAsking again for at most ${spanWords(leftMs)} ...\n`);
    said = news;
    await sleep(Math.min(jittered(pauseMs), leftMs));
  }
}

async function askOnce(server: Server, question: object, flags: Flags): Promise<Found> {
  try {
    const answer = await post<GateAnswer>(server, "/gate", question);
    rememberChoice(server, answer.whenUnreachable);
    const { decision, reason } = answer;
    return {
      decision,
      exitCode: decision === "allow" ? 0 : 1,
      reason,
      code: null,
      unreachable: null,
      answer,
    };
  } catch (error) {
    if (error instanceof Refused) return refused(error);
    if (error instanceof Unreachable) return withoutAnswer(server, flags, error.message);
    throw error;
  }
}

function refused({ code, message }: Refused): Found {
  process.stderr.write(`${message}\n`);
  return { decision: null, exitCode: 2, reason: message, code, unreachable: null, answer: null };
}

/** The policy's own word goes before the option: whoever writes the pipeline does not decide it. */
function withoutAnswer(server: Server, { unreachable: option }: Flags, cause: string): Found {
  const learned = rememberedChoice(server);
  const choice = learned?.choice ?? option ?? "closed";
  const chosenBy = learned !== null ? "policy" : option !== undefined ? "option" : "default";
  return {
    decision: choice === "open" ? "allow" : "hold",
    exitCode: choice === "open" ? 0 : 1,
    reason: `Faultline could not be asked: ${cause}.`,
    code: "unreachable",
    unreachable: { cause, choice, chosenBy },
    answer: null,
  };
}

const BY = {
  policy: "as the policy says, which was kept from its last answer",
  option: "as --unreachable says; no policy's choice is kept on this machine",
  default: "as it is without --unreachable; no policy's choice is kept on this machine",
};

function warnLoudly({ url }: Server, { cause, choice, chosenBy }: NonNullable<Report["unreachable"]>): void {
  const line = "!".repeat(72);
  const what = choice === "open" ? "LETTING IT THROUGH UNASKED" : "HOLDING IT";
  process.stderr.write(
    `${line}\nFaultline at ${url} could not be asked: ${cause}.\n${what}, ${BY[chosenBy]}.\n${line}\n`,
  );
}
