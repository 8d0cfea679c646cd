import { Argument, Command, CommanderError, Option } from "commander";
import { FaultlineError } from "@/domain/errors";
import { type ImportKind, type ImportOptions, importKinds, type LevelMap } from "@/domain/import/plan";
import { IMPACT_LEVELS } from "@/domain/incident/severity";
import { recordsOf } from "@/server/import/apply-plan";
import { COMMAND_BYTES_MAX } from "@/server/import/decode";
import { planFile } from "@/server/import/plan-file";
import { startRun } from "@/server/import/run";
import { getWorkspace } from "@/server/workspace/queries";
import { withDatabase } from "./connect";
import { importChanges } from "./import/changes";
import { type GitFlags, importHistory } from "./import/git";
import { type FoundFile, findInputFiles, readFound } from "./import/input-files";
import { ProgressLine } from "./import/progress-line";
import { type FileReport, printReport, reportOf, skippedReport } from "./import/report";
import { workspaceContext } from "./workspace-context";

interface Flags extends GitFlags {
  workspace?: string;
  levels?: LevelMap;
  map?: Record<string, string>;
  zone?: string;
  page?: string;
  servicePrefix?: string;
  defaultService?: string;
  tool?: string;
  includeMaintenance?: boolean;
  endAtLastUpdate?: boolean;
}

export function createCommand(): Command {
  return new Command("import")
    .description(
      "Bring incidents, changes, services, people or AI use in. Importing the same file or history twice changes nothing; rows that cannot be taken are told with their reason.",
    )
    .addArgument(new Argument("<kind>", "what the file holds").choices(["auto", ...importKinds, "git"]))
    .argument("<file|folder>", "a file, a folder of which every file is recognized by itself, or a git clone")
    .option("--workspace <slug>", "workspace to write to; the oldest that is not the sample when left out")
    .addOption(
      pairOption("--levels <word=level>", "level of a provider's word, such as minor=partial").argParser(
        levels,
      ),
    )
    .addOption(
      pairOption("--map <target=column>", "CSV column of a target, such as startedAt=Opened").argParser(
        columns,
      ),
    )
    .option("--zone <zone>", "time zone of times written without one (UTC)")
    .option("--page <name>", "name of the status page or origin, so that two of them stay apart")
    .option("--service-prefix <text>", "put before every service name")
    .option("--default-service <name>", "service of rows that name none")
    .option("--tool <name>", "the AI tool, where the file does not say it")
    .option("--include-maintenance", "take scheduled maintenance as incidents too")
    .option("--end-at-last-update", "end incidents that have no end at their last update")
    .option("--repository <name>", "git: host and path, where the remote origin does not say it")
    .option("--branch <name>", "git: the branch that changes land on; origin's default one")
    .option("--since <day>", "git: changes from this day on, such as 2024-01-01")
    .option("--environment <name>", "git: where its commits run, where that is not production")
    .option("--dry-run", "tell what would be done, write nothing")
    .option("--json", "print the whole report as JSON, every refused row included")
    .action(run);
}

function pairOption(flags: string, description: string): Option {
  return new Option(flags, `${description}; repeat it for more`);
}

function levels(text: string, before: LevelMap = {}): LevelMap {
  const [word, given] = pairOf(text, "--levels", "minor=partial");
  const level = [...IMPACT_LEVELS, "none" as const].find((one) => one === given.toLowerCase());
  if (!level) usage(`--levels ${text}: the level is one of ${IMPACT_LEVELS.join(", ")}, none.`);
  return { ...before, [word.toLowerCase().replace(/[\s-]+/g, "_")]: level };
}

function columns(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [target, column] = pairOf(text, "--map", "startedAt=Opened");
  return { ...before, [target]: column };
}

function pairOf(text: string, flag: string, example: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1)
    usage(`${flag} takes two parts, such as ${flag} ${example}; got "${text}".`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function usage(message: string): never {
  process.stderr.write(`${message}\n`);
  throw new CommanderError(2, "faultline.usage", message);
}

/** Exit code 0 when every file was read, refused rows included; 1 when nothing could be read. */
async function run(kind: string, target: string, flags: Flags): Promise<void> {
  const how = { json: flags.json === true, dryRun: flags.dryRun === true };
  if (kind === "git") {
    await withDatabase(async ({ db }) => {
      const ctx = await workspaceContext(db, flags.workspace);
      const report = await importHistory(ctx, target, flags);
      printReport([report], { ...how, workspace: await getWorkspace(ctx) });
    });
    return;
  }
  const { files, skipped } = findInputFiles(target);
  const reports: FileReport[] = skipped.map(skippedReport);
  await withDatabase(async ({ db, pool }) => {
    const ctx = await workspaceContext(db, flags.workspace);
    for (const file of files) {
      if (kind === "changes") {
        reports.push(await importChanges({ ctx, pool }, file, optionsOf(flags), flags));
        continue;
      }
      const isOnly = files.length === 1;
      reports.push(await importOne(ctx, file, kind === "auto" ? null : (kind as ImportKind), flags, isOnly));
    }
    printReport(reports, { ...how, workspace: await getWorkspace(ctx) });
  });
  if (!reports.some((report) => report.outcome === "imported")) process.exitCode = 1;
}

type Context = Awaited<ReturnType<typeof workspaceContext>>;

/** In a folder, a file that cannot be read is reported and the others go on. */
async function importOne(
  ctx: Context,
  file: FoundFile,
  kind: ImportKind | null,
  flags: Flags,
  isOnly: boolean,
): Promise<FileReport> {
  const line = new ProgressLine(file.name, flags.json === true);
  try {
    line.say("reading");
    const options = optionsOf(flags);
    const { plan } = planFile(readFound(file, COMMAND_BYTES_MAX), {
      kind,
      options,
      maxBytes: COMMAND_BYTES_MAX,
    });
    if (flags.dryRun)
      return reportOf(file, plan.kind, { ...plan, planned: recordsOf(plan) - plan.refusals.length });
    const started = performance.now();
    const { finished } = await startRun(
      ctx,
      { name: file.name, plan },
      { onProgress: (at) => line.show(at) },
    );
    return reportOf(file, plan.kind, { ...(await finished), ms: performance.now() - started });
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    return { file: file.name, outcome: isOnly ? "unreadable" : "skipped", reason: error.message };
  } finally {
    line.end();
  }
}

function optionsOf(flags: Flags): ImportOptions {
  const { levels: levelMap, map, zone, page, servicePrefix, defaultService, tool } = flags;
  const { includeMaintenance, endAtLastUpdate } = flags;
  const options: ImportOptions = {
    levels: levelMap,
    mapping: map,
    zone,
    page,
    servicePrefix,
    defaultService,
    tool,
    includeMaintenance,
    endAtLastUpdate,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
