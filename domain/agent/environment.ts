import { isProduction } from "@/domain/change/kinds";
import { wordsOf } from "./names";

const OTHERS =
  /\b(?:dev|devel|develop|development|test|tests|testing|qa|uat|ci|staging|stage|stg|sandbox|preview|demo|local|localhost|lab|playground|ephemeral)\b/;
const BEFORE_PRODUCTION = /\b(?:pre|non|not) ?(?:prod|production|live)\b/;

/**
 * Whether an agent's environment has to be taken for production: unless its name says plainly that it is another. An
 * environment that nobody can place is where an outage begins.
 */
export function countsAsProduction(environment: string): boolean {
  const words = wordsOf(environment);
  if (BEFORE_PRODUCTION.test(words)) return false;
  return isProduction(environment) || isProduction(words) || !OTHERS.test(words);
}
