import { wordsOf } from "./names";

/** Words that take away what may not come back, each whole. */
const WORDS =
  /\b(?:del|delet(?:e|es|ing|ion)|recreat(?:e|es|ing|ion)|drop|drops|truncat(?:e|es|ing)|destroy|destroys|purg(?:e|es|ing)|wip(?:e|es|ing)|eras(?:e|es|ing)|nuke|shred|terminat(?:e|es|ing)|revok(?:e|es|ing)|force push|push force|overwrit(?:e|es|ing)|reset|remov(?:e|es|ing|al)|rm|rmdir|unlink|format|mkfs|uninstall|detach|deprovision|decommission|teardown|tear down|replac(?:e|es|ing))\b/;

/** The same that are long enough to be told inside of other words, or spelled apart: "bulkDELETEall", "re-create". */
const STEMS =
  /(?<!un|de)(?:delete|deleting|deletion|recreat(?:e|ing|ion)|destroy|truncat(?:e|ing)|purge|terminat(?:e|ing)|revok(?:e|ing)|overwrit(?:e|ing)|deprovision|decommission|uninstall|forcepush|teardown|dropdatabase|droptable|dropschema)/;

/** These do whatever they are given, so what they are given is read too. */
const RUNS_ANYTHING =
  /\b(?:run|exec|execute|eval|invoke|call|shell|bash|sh|ssh|command|script|sql|query|psql|terraform|kubectl|helm|aws|gcloud|az|api|apply|do)\b/;

/**
 * Whether an action takes away what may not come back, as its name says. A name that cannot be read here, such as one
 * in letters that only look like these, counts as such: better one question too many.
 */
export function namesDestruction({ action, target }: { action: string; target: string }): boolean {
  const words = wordsOf(action);
  if (words === "" || /[^a-z0-9 ]/.test(words)) return true;
  return saysSo(words) || (RUNS_ANYTHING.test(words) && saysSo(wordsOf(target)));
}

function saysSo(words: string): boolean {
  return [words, withLettersJoined(words), withDigitsRead(words)].some(
    (one) => WORDS.test(one) || STEMS.test(one.replaceAll(" ", "")),
  );
}

/** "r m" is "rm", "d e l e t e" is "delete". */
const withLettersJoined = (words: string) =>
  words.replace(/\b[a-z](?: [a-z])+\b/g, (letters) => letters.replaceAll(" ", ""));

const LOOK_LIKE: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t" };
const withDigitsRead = (words: string) => words.replace(/[013457]/g, (digit) => LOOK_LIKE[digit] ?? digit);
