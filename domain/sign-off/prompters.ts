import { identityOf } from "@/domain/provenance/identity";

/** A commit of a change, as far as it names people. */
export interface NamingCommit {
  revision: string;
  message: string;
  authorName: string;
  authorEmail: string;
  committerName: string;
  committerEmail: string;
  /** On the default branch alone: whoever merged may have made it anew in their own name. */
  isOfMerge: boolean;
}

interface NamedPerson {
  name: string;
  email: string;
}

const CO_AUTHOR =
  /^[ \t]*(?:[*-][ \t]+)?co-?author(?:ed-by)?[ \t]*:[ \t]*"?([^<\n]*?)"?[ \t]*<([^<>\n]*)>/gim;

/**
 * The people whom the commits of an agent's change name: coding agents write whoever asked them down as a co-author, and
 * commit in that person's name. Bots and agents are left out. Whoever only merged is named by no more than that.
 */
export function namedPrompters(
  commits: readonly NamingCommit[],
  {
    description = null,
    mergeRevision = null,
  }: { description?: string | null; mergeRevision?: string | null },
): NamedPerson[] {
  const found = new Map<string, NamedPerson>();
  const add = (name: string, email: string) => {
    const person = { name: name.trim(), email: email.trim().toLowerCase() };
    if (person.name === "" && person.email === "") return;
    if (identityOf(person.name, person.email).kind === "person") found.set(JSON.stringify(person), person);
  };
  for (const text of [description ?? "", ...commits.map(({ message }) => message)]) {
    for (const [, name = "", email = ""] of text.matchAll(CO_AUTHOR)) add(name, email);
  }
  for (const commit of commits) {
    if (commit.revision.toLowerCase() === mergeRevision?.toLowerCase()) continue;
    add(commit.authorName, commit.authorEmail);
    if (!commit.isOfMerge) add(commit.committerName, commit.committerEmail);
  }
  return [...found.values()];
}
