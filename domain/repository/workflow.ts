import { isLike } from "./match";

/** Words that a workflow's name has where it brings something to production, as most people call theirs. */
const USUAL_WORDS = /(?:^|[^a-z])(?:deploy|roll[ -]?out|promote)/i;

/**
 * Whether a workflow deploys, by its name. The pattern lists names, separated by commas, in which * stands for any text
 * and ? for one character, whatever the case; null takes the usual words: deploy, rollout, promote.
 */
export function isDeploymentWorkflow(name: string, pattern: string | null): boolean {
  if (pattern === null) return USUAL_WORDS.test(name);
  const text = name.trim().toLowerCase();
  return pattern
    .toLowerCase()
    .split(",")
    .map((glob) => glob.trim())
    .some((glob) => glob !== "" && isLike(glob, text));
}
