import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { post, Refused, Unreachable } from "./gate/client";
import { type ServerFlags, serverOf, spanUpTo, usage, withServerOptions } from "./gate/options";

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

interface Flags extends ServerFlags {
  change?: string;
  repository?: string;
  revision?: string;
  environment: string;
  reason: string;
  for?: number;
  json?: boolean;
}

export function createCommand(): Command {
  const command = new Command("break-glass").description(
    "Let a change or a revision through for a while, whatever the policy says. It takes a person's own token; it is told of at once, and another person looks at it afterwards. Exit code 0: it is open. 2: refused, or called wrongly.",
  );
  return withServerOptions(command)
    .option("--change <id>", "a change of the ledger")
    .option("--repository <name>", "the repository, such as github.com/acme/shop")
    .option("--revision <sha>", "the whole revision, with everything that it brings")
    .option("--environment <name>", "where it goes", "production")
    .requiredOption("--reason <text>", "what is on fire and why it cannot wait, in a sentence")
    .option("--for <span>", "how long: 2h, at most 24h; four hours when left out", spanUpTo(DAY_MS))
    .option("--json", "print it as JSON")
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const about = aboutOf(flags);
  const server = serverOf(flags);
  const { environment, reason, for: spanMs, json } = flags;
  const expiresAt = spanMs === undefined ? {} : { expiresAt: new Date(Date.now() + spanMs).toISOString() };
  try {
    const body = { ...about, environment, reason, ...expiresAt };
    // Tried again after a fault on the way, it is still opened once.
    const opened = await post<BreakGlass>(server, "/break-glass", body, { "idempotency-key": randomUUID() });
    if (json) process.stdout.write(`${JSON.stringify(opened, null, 2)}\n`);
    else process.stdout.write(textOf(opened, server.url));
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    const isAway = error instanceof Unreachable;
    process.stderr.write(
      isAway ? `Faultline at ${server.url} could not be asked: ${error.message}.\n` : `${error.message}\n`,
    );
    process.exitCode = 2;
  }
}

function aboutOf({ change, repository, revision }: Flags) {
  const isRevision = repository !== undefined && revision !== undefined && change === undefined;
  const isChange = change !== undefined && repository === undefined && revision === undefined;
  if (isChange) return { changeId: change };
  if (isRevision) return { repository, revision };
  return usage("Name --repository together with --revision, or --change alone.");
}

function textOf(opened: BreakGlass, url: string): string {
  const what = opened.title ?? `${opened.repository ?? ""} ${opened.revision?.slice(0, 12) ?? ""}`;
  const until = opened.expiresAt.slice(0, 16).replace("T", " ");
  return `OPEN: “${what.trim()}” goes to ${opened.environment} whatever the policy says, until ${until} UTC, by ${opened.openedBy}.\n  Another person is to look at it afterwards.\n  ${url}/api/v1/break-glass/${opened.id}\n`;
}
