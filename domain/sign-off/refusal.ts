import { LEVELS, type Level } from "@/domain/person/levels";
import { type Approval, isPrompter, qualifies } from "./approvals";
import type { Assessable } from "./assess";
import { lackingRules, matchingRules } from "./evaluate";
import type { Policy, Requirement, Rule } from "./policy";

/** Whoever wants to sign, as of now. */
export interface Signer {
  personId: string;
  level: Level | null;
  teamId: string | null;
  roles: readonly string[];
  isOnRoster: boolean;
  isAbsent: boolean;
}

export interface SigningRefusal {
  code: string;
  message: string;
  /** Set where the request itself has to be given otherwise, rather than by somebody else or not at all. */
  field: "revision" | null;
}

const refuse = (code: string, message: string, field: "revision" | null = null): SigningRefusal => ({
  code,
  message,
  field,
});

/** Why somebody's word on a subject cannot be taken, whatever it is; null where it can. */
export function signerRefusal(subject: Assessable, signer: Signer): SigningRefusal | null {
  const { author, change } = subject;
  if (author.personId === signer.personId) {
    return refuse("own-change", "This is your own change. Another person has to look at it.");
  }
  if (isPrompter(change, signer.personId)) {
    return refuse("prompted-it", "You had an agent make this. Another person has to look at it.");
  }
  if (!signer.isOnRoster) {
    return refuse("off-roster", "Only people on the roster today can sign. Ask an admin to add you to it.");
  }
  if (signer.isAbsent) {
    return refuse("absent", "You are down as absent today. End the absence on the roster first.");
  }
  return null;
}

/** Why an approval would not help; null where it is one of those that are missing. */
export function approvalRefusal(
  subject: Assessable,
  signer: Signer,
  { policy, at }: { policy: Policy; at: string },
): SigningRefusal | null {
  const { change, author, approvals } = subject;
  const matching = matchingRules({ policy, change, author, at });
  if (matching.length === 0) return refuse("nothing-asked", "No rule asks for a sign-off of this any more.");
  const others = approvals.filter((one) => one.personId !== signer.personId);
  const lacking = lackingRules({ policy, change, author, approvals: others, at });
  const barred =
    lacking.find((rule) => isBarring(rule) && rule.mode === "enforce") ?? lacking.find(isBarring);
  const rules = (lacking.length > 0 ? lacking : matching).filter((rule) => !isBarring(rule));
  if (barred !== undefined && (barred.mode === "enforce" || rules.length === 0)) {
    return refuse(
      "nobody-can-sign",
      `“${barred.name}” lets nothing through, whoever approves. Break-glass is the way around it, on record.`,
    );
  }
  if (rules.some(({ require }) => qualifies(require, author, signer))) return null;
  const [first] = rules;
  return first === undefined ? null : unqualified(first, subject, signer);
}

const isBarring = ({ require }: Rule) => require.approvals === "nobody";

function unqualified(rule: Rule, { author }: Assessable, signer: Signer): SigningRefusal {
  const { require, name } = rule;
  if (!qualifies({ ...ANYBODY, minimumLevel: require.minimumLevel }, author, signer)) {
    const yours =
      signer.level === null ? "the roster has no level for you" : `you are ${levelWords(signer.level)}`;
    const higher = require.minimumLevel === LEVELS.at(-1) ? "" : " or higher";
    return refuse(
      "level-too-low",
      `“${name}” asks for ${levelWords(require.minimumLevel ?? "junior")}${higher}, and ${yours}.`,
    );
  }
  if (require.role !== undefined && !signer.roles.includes(require.role)) {
    const role = require.role.replaceAll("_", " ");
    return refuse(
      "without-role",
      `“${name}” asks for somebody with the role ${role}, which you do not hold.`,
    );
  }
  const wanted = require.team === "own" ? "the author's own team" : "another team than the author's";
  return refuse("wrong-team", `“${name}” asks for somebody of ${wanted}.`);
}

const ANYBODY: Requirement = { approvals: 1 };

function levelWords(level: Level): string {
  return level === "mid" ? "a mid-level engineer" : `a ${level}`;
}

/** Shorter than any hash that anybody would take for a whole one. */
const PREFIX_MIN = 4;

/** Why a revision is not the one to sign; null where it is. Whole revisions only: what begins alike may be another. */
export function revisionRefusal(
  final: { revision: string | null; sameContent: readonly string[] },
  given: string | null | undefined,
): SigningRefusal | null {
  if (final.revision === null) {
    return given == null
      ? null
      : refuse("no-revision", "This has no revision of its own. Leave it out.", "revision");
  }
  if (given == null) {
    return refuse("revision-required", "Give the whole revision that you looked at.", "revision");
  }
  const lower = given.toLowerCase();
  const finals = [final.revision, ...final.sameContent].map((one) => one.toLowerCase());
  if (finals.includes(lower)) return null;
  if (lower.length >= PREFIX_MIN && finals.some((one) => one.startsWith(lower))) {
    return refuse(
      "revision-prefix",
      "This is only the beginning of a revision. Give the whole of it: what begins alike may be another one.",
      "revision",
    );
  }
  return refuse(
    "not-final-revision",
    `This is not the final revision any more: that is ${final.revision}. Look at it, then sign that one.`,
    "revision",
  );
}

/** Somebody's word that stands for the final revision. */
export function standingWord<A extends Approval>(
  words: readonly A[],
  { personId, revision }: { personId: string; revision: string | null },
): A | null {
  return (
    words.find((one) => one.personId === personId && one.revision === revision && one.withdrawnAt == null) ??
    null
  );
}
