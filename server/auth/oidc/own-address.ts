import { isLoopback } from "@/server/loopback";
import type { OidcSettings } from "./dependencies";
import { SsoFailure } from "./failure";

const CALLBACK_PATH = "/sign-in/sso/callback";

/**
 * The application's own origin, for the address that a provider sends people back to. It is the configured one, or this
 * machine's own name; what a stranger writes into Host never becomes an address that a code is sent to.
 */
export function ownOrigin(settings: Pick<OidcSettings, "publicUrl">, headers: Headers): string {
  if (settings.publicUrl !== undefined) return settings.publicUrl;
  const host = headers.get("host") ?? "";
  if (isLoopback(host) && URL.canParse(`http://${host}`)) return new URL(`http://${host}`).origin;
  throw new SsoFailure(
    "sso-no-address",
    `FAULTLINE_URL is not set, and ${host.slice(0, 100)} is not this machine.`,
  );
}

/** Where a provider sends people back to; to be entered at the provider exactly so. */
export const callbackAddress = (origin: string): string => `${origin}${CALLBACK_PATH}`;
