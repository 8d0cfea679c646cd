import { Command, Option } from "commander";
import { AI_ROLES, type AiRole } from "@/domain/cause/kinds";
import { CHANGE_KIND_VALUES, CHANGE_OUTCOMES } from "@/domain/change/kinds";
import { type ServerFlags, serverOf, usage, withServerOptions } from "./pipeline/options";
import { tell } from "./pipeline/tell";

/** What of the answer is printed. */
interface Logged {
  id: string;
  kind: string;
  title: string;
  at: string;
  involvement: string;
}

interface Flags extends ServerFlags {
  kind: string;
  title: string;
  repository?: string;
  revision?: string;
  service: string[];
  environment?: string;
  source?: string;
  externalId?: string;
  link?: string;
  author?: string;
  outcome?: string;
  aiRole?: AiRole;
  aiTool?: string;
  json?: boolean;
}

export function createCommand(): Command {
  const command = new Command("log-change").description(
    "Put on record what a pipeline changed: a deployment, a configuration, a flag. Told again under the same source and external id it is the same change, and so is code of the same repository and revision. Exit code 0: it is on record. 2: refused, or called wrongly, or Faultline cannot be reached.",
  );
  return withServerOptions(command)
    .addOption(new Option("--kind <kind>", "what it was").choices(CHANGE_KIND_VALUES).makeOptionMandatory())
    .requiredOption("--title <text>", "what was changed, in a line")
    .option("--repository <name>", "the repository, such as github.com/acme/shop")
    .option("--revision <sha>", "the whole revision")
    .option("--service <slug>", "a service that it is about; several times for several", collect, [])
    .option("--environment <name>", "where it went; production when left out")
    .option("--source <name>", "the system that tells of it; the token's name when left out")
    .option("--external-id <id>", "its id there")
    .option("--link <address>", "where it can be looked at")
    .option("--author <login>", "who made it")
    .addOption(new Option("--outcome <outcome>", "what came of it").choices(CHANGE_OUTCOMES))
    .addOption(new Option("--ai-role <role>", "what AI did").choices(AI_ROLES))
    .option("--ai-tool <name>", "with which tool")
    .option("--json", "print it as JSON")
    .action(run);
}

const collect = (slug: string, before: string[]) => [...before, slug];

async function run(flags: Flags): Promise<void> {
  const body = changeOf(flags);
  const server = serverOf(flags);
  await tell<Logged>(server, {
    path: "/changes",
    body,
    json: flags.json,
    words: ({ id, kind, title, at, involvement }) =>
      `ON RECORD: ${kind} “${title}” at ${at}, AI's part: ${involvement}.\n  Change ${id}\n`,
    away: `Not on record: Faultline at ${server.url} could not be reached`,
  });
}

function changeOf({ kind, title, repository, revision, service, aiRole, aiTool, ...flags }: Flags) {
  const { environment, source, externalId, link: url, author, outcome } = flags;
  if (revision !== undefined && repository === undefined)
    usage("A revision is of a --repository: name it too.");
  if (aiTool !== undefined && aiRole === undefined) {
    usage(`Say with --ai-role what AI did with ${aiTool}: ${AI_ROLES.join(", ")}.`);
  }
  return {
    ...{
      kind,
      title,
      repository,
      revision,
      services: service,
      environment,
      source,
      externalId,
      url,
      outcome,
    },
    deployedAt: new Date().toISOString(),
    ...(author === undefined ? {} : { author: { login: author } }),
    ...(aiRole === undefined ? {} : { ai: { role: aiRole, tool: aiTool } }),
  };
}
