import { listAddress } from "@/components/list/list-address";
import { REQUEST_ORDERS, REQUEST_SCOPES, type RequestListQuery } from "@/domain/sign-off/request-list";
import { SIGN_OFF_STATES } from "@/domain/sign-off/states";

/** What stands in the address of the page, besides the request that is open. */
export const requestAddress = listAddress(["scope", "order", "state", "service", "team", "rule"]);

type Params = ReturnType<typeof requestAddress.paramsOf>;

const ofList = <T extends string>(list: readonly T[], text: string | undefined): T | undefined =>
  list.find((one) => one === text);

const PER_PAGE = 50;

/** What the address asks for; what cannot be read is left out. */
export function queryOf(params: Params): RequestListQuery {
  const states = params.state?.split(",").flatMap((one) => ofList(SIGN_OFF_STATES, one) ?? []);
  return {
    // Whoever comes from a figure with a filter wants its rows, whosever they are.
    scope: ofList(REQUEST_SCOPES, params.scope) ?? (isFiltered(params) ? "all" : "for-me"),
    states: states?.length ? states : undefined,
    service: params.service,
    team: params.team,
    rule: params.rule,
    order: ofList(REQUEST_ORDERS, params.order),
    limit: PER_PAGE,
    cursor: params.cursor,
  };
}

export function isFiltered(params: Params): boolean {
  return ["state", "service", "team", "rule"].some((name) => params[name] !== undefined);
}
