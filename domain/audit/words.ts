/** Verbs of actions that do not simply take "ed". */
const PAST: Record<string, string> = {
  add: "added",
  set: "set",
  write: "wrote",
  give: "gave",
  make: "made",
  run: "ran",
  log: "logged",
  merge: "merged",
  begin: "began",
  leave: "left",
  forget: "forgot",
  find: "found",
  "sign-in": "signed in",
  "sign-out": "signed out",
};

/** Actions whose words cannot be put together from their parts. */
const WHOLE: Record<string, string> = {
  "audit.prune": "pruned the audit trail",
  "person.erase": "erased a person",
  "cause.add-kind": "added a kind of cause",
  "import.run": "ran an import",
  "ai-use.record": "recorded AI use",
  "service.set-dependencies": "set a service's dependencies",
  "incident.write-note": "wrote a note",
  "incident.add-impact": "added an impact",
  "incident.edit-impact": "edited an impact",
  "incident.remove-impact": "removed an impact",
  "incident.revise-cause": "revised a cause",
  "incident.link-change": "gave a verdict on a change",
  "incident.unlink-change": "unlinked a change",
  "change.contest-involvement": "contested AI's part in a change",
  "change.correct-involvement": "corrected AI's part in a change",
  "change.declare-involvement": "declared AI's part in a change",
  "change.withdraw-involvement": "withdrew a statement of AI's part in a change",
  "agent-action.authorize": "asked leave for an agent",
  "agent-action.report": "told what an agent did",
  "agent-action.report-without-leave": "told what an agent did WITHOUT LEAVE",
  "person.merge": "merged two people",
  "person.add-handle": "gave a person a handle",
  "person.remove-handle": "took a handle from a person",
  "account.edit": "edited their account",
  "password.change": "changed their password",
  "session.open": "signed in",
  "session.end": "ended a session",
  "session.refuse": "was refused a sign-in",
  "second-factor.refuse": "was refused a second factor",
  "two-factor.enrol": "began to set up a second factor",
  "two-factor.enable": "turned the second factor on",
  "two-factor.disable": "turned the second factor off",
  "recovery-codes.renew": "renewed their recovery codes",
  "identity.connect": "connected a single sign-on account",
  "identity.disconnect": "disconnected a single sign-on account",
};

/** An action in words: "incident.edit-impact" is "edited the impact of an incident". */
export function actionWords(action: string): string {
  const known = WHOLE[action];
  if (known !== undefined) return known;
  const at = action.indexOf(".");
  if (at < 1) return plain(action);
  const object = withArticle(plain(action.slice(0, at)));
  const verbs = action.slice(at + 1);
  if (PAST[verbs] !== undefined) return `${PAST[verbs]} ${object}`;
  const [verb = "", ...rest] = verbs.split("-");
  const past = PAST[verb] ?? pastOf(verb);
  return rest.length === 0 ? `${past} ${object}` : `${past} the ${rest.join(" ")} of ${object}`;
}

function pastOf(verb: string): string {
  if (/e$/.test(verb)) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  return `${verb}ed`;
}

const plain = (word: string): string =>
  word.replace(/[-_.]+/g, " ").replace(/\b(ai|api)\b/gi, (found) => found.toUpperCase());

const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
