import type { Command } from "commander";
import { usage } from "./options";

/** What may go out: a revision of a repository with everything that it brings, or one change of the ledger. */
export interface SubjectFlags {
  repository?: string;
  revision?: string;
  change?: string;
}

export function withSubjectOptions(command: Command): Command {
  return command
    .option("--repository <name>", "the repository, such as github.com/acme/shop")
    .option("--revision <sha>", "the whole revision, with everything that it brings")
    .option("--change <id>", "a change of the ledger, instead of a repository and a revision");
}

export function subjectOf({ repository, revision, change }: SubjectFlags) {
  const isRevision = repository !== undefined && revision !== undefined;
  const isChange = repository === undefined && revision === undefined;
  if (isRevision && change === undefined) return { repository, revision };
  if (isChange && change !== undefined) return { change };
  return usage("Name --repository together with --revision, or --change alone.");
}
