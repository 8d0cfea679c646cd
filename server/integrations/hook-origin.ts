import { readEnvironment } from "@/server/env";
import { isLoopback } from "@/server/loopback";

export interface HookOrigin {
  origin: string;
  /** Where it comes from: the operator's setting, or the address that this page was opened at. */
  isConfigured: boolean;
  /** Only programs on this machine reach it. */
  isLocal: boolean;
}

/** What stands before an integration's path in the address that its sender posts to. */
export function hookOrigin(headers: Headers): HookOrigin {
  const { publicUrl } = readEnvironment();
  const host = headers.get("host") ?? "";
  const scheme = headers.get("x-forwarded-proto")?.split(",", 1)[0]?.trim() === "https" ? "https" : "http";
  const opened = URL.canParse(`${scheme}://${host}`) ? new URL(`${scheme}://${host}`).origin : "";
  const origin = publicUrl ?? opened;
  const isLocal = origin !== "" && isLoopback(new URL(origin).host);
  return { origin, isConfigured: publicUrl !== undefined, isLocal };
}
