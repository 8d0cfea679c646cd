import { type Approval, isPrompter, qualifies } from "./approvals";
import type { Assessable } from "./assess";
import type { Requirement } from "./policy";
import type { SignOffStanding } from "./request-schema";

/** Whether a word counts for what is asked for now, and if not, why. */
export function standingOf(
  word: Approval & { isOnRoster: boolean },
  { change, author }: Pick<Assessable, "change" | "author">,
  { require, at }: { require: Requirement | null; at: string },
): SignOffStanding {
  if (word.withdrawnAt != null && Date.parse(word.withdrawnAt) <= Date.parse(at)) return "withdrawn";
  if (word.revision !== change.revision) return "void";
  if (word.personId === author.personId) return "own";
  if (isPrompter(change, word.personId)) return "prompted";
  if (!word.isOnRoster) return "off-roster";
  if (!(Date.parse(word.at) <= Date.parse(at))) return "later";
  if (require === null || qualifies(require, author, word)) return "counts";
  const { minimumLevel, role } = require;
  if (!qualifies({ approvals: 1, minimumLevel }, author, word)) return "too-low";
  return qualifies({ approvals: 1, role }, author, word) ? "other-team" : "without-role";
}
