import { queryOptions } from "@tanstack/react-query";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { request } from "./client";

/** One request with everything a reviewer looks at. */
export function signOffRequestQuery(workspace: string, id: string) {
  return queryOptions({
    queryKey: [workspace, "sign-off-requests", id],
    queryFn: ({ signal }) => request<SignOffRequestDetail>(`/sign-off-requests/${id}`, { workspace, signal }),
  });
}
