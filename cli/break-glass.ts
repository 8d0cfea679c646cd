import { Command } from "commander";
import { type ServerFlags, serverOf, spanUpTo, withServerOptions } from "./pipeline/options";
import { type SubjectFlags, subjectOf, withSubjectOptions } from "./pipeline/subject";
import { tell } from "./pipeline/tell";

const DAY_MS = 86_400_000;

/** What of the answer is printed. */
interface BreakGlass {
  id: string;
  title: string | null;
  repository: string | null;
  revision: string | null;
  environment: string;
  openedBy: string;
  expiresAt: string;
}

interface Flags extends ServerFlags, SubjectFlags {
  environment: string;
  reason: string;
  for?: number;
  json?: boolean;
}

export function createCommand(): Command {
  const command = new Command("break-glass").description(
    "Let a change or a revision through for a while, whatever the policy says. It takes a person's own token; it is told of at once, and another person looks at it afterwards. Exit code 0: it is open. 2: refused, or called wrongly.",
  );
  return withSubjectOptions(withServerOptions(command))
    .option("--environment <name>", "where it goes", "production")
    .requiredOption("--reason <text>", "what is on fire and why it cannot wait, in a sentence")
    .option("--for <span>", "how long: 2h, at most 24h; four hours when left out", spanUpTo(DAY_MS))
    .option("--json", "print it as JSON")
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const subject = subjectOf(flags);
  const server = serverOf(flags);
  const { environment, reason, for: spanMs, json } = flags;
  const about = "change" in subject ? { changeId: subject.change } : subject;
  const expiresAt = spanMs === undefined ? {} : { expiresAt: new Date(Date.now() + spanMs).toISOString() };
  await tell<BreakGlass>(server, {
    path: "/break-glass",
    body: { ...about, environment, reason, ...expiresAt },
    json,
    words: (opened) => textOf(opened, server.url),
    away: `Faultline at ${server.url} could not be asked`,
  });
}

function textOf(opened: BreakGlass, url: string): string {
  const what = opened.title ?? `${opened.repository ?? ""} ${opened.revision?.slice(0, 12) ?? ""}`;
  const until = opened.expiresAt.slice(0, 16).replace("T", " ");
  return `OPEN: “${what.trim()}” goes to ${opened.environment} whatever the policy says, until ${until} UTC, by ${opened.openedBy}.\n  Another person is to look at it afterwards.\n  ${url}/api/v1/break-glass/${opened.id}\n`;
}
