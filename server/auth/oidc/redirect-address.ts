import { environmentSettings } from "./dependencies";
import { SsoFailure } from "./failure";
import { callbackAddress, ownOrigin } from "./own-address";

/** The redirect URI to enter at a provider; null while the application's public address is not known. */
export function redirectAddress(headers: Headers): string | null {
  try {
    return callbackAddress(ownOrigin(environmentSettings(), headers));
  } catch (error) {
    if (error instanceof SsoFailure) return null;
    throw error;
  }
}
