// What a list of requests is asked by, without its parser: pages draw from here and need no zod for it.
import type { SignOffState } from "./states";

/** Which requests a list shows. */
export const REQUEST_SCOPES = ["all", "for-me", "mine", "decided"] as const;
export type RequestScope = (typeof REQUEST_SCOPES)[number];
export const REQUEST_ORDERS = ["riskiest", "oldest", "newest"] as const;

export interface RequestListQuery {
  /** Those that wait for me, my own that wait, those that are decided, or all. */
  scope: RequestScope;
  states?: readonly SignOffState[] | undefined;
  /** Slug. */
  service?: string | undefined;
  /** Name of the author's team. */
  team?: string | undefined;
  /** Id of the rule that decided. */
  rule?: string | undefined;
  order?: (typeof REQUEST_ORDERS)[number] | undefined;
  limit: number;
  cursor?: string | undefined;
}
