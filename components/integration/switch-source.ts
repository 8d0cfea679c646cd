import { request } from "@/components/query/client";
import type { Integration } from "@/domain/integration/schema";

/** Has a source take what comes, or refuse it. */
export function switchSource(
  workspace: string,
  { id, version }: Integration,
  isOff: boolean,
): Promise<Integration> {
  const body = { disabled: isOff };
  return request<Integration>(`/integrations/${id}`, { workspace, method: "PATCH", body, ifMatch: version });
}
