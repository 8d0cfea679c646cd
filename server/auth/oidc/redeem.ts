import * as oidc from "openid-client";
import type { Attempt } from "./attempt";
import { needsUserInfo, type Vouched, vouchedBy } from "./claims";
import type { ProviderRow } from "./configuration";
import { detailOf, SsoFailure } from "./failure";

/**
 * Exchanges the code of the answer, and validates all that came: state, issuer (RFC 9207), PKCE, and of the ID token the
 * signature, algorithm, issuer, audience, nonce and times.
 */
export async function redeem(
  configuration: oidc.Configuration,
  provider: ProviderRow,
  attempt: Attempt,
  answer: { url: URL; state: string },
): Promise<Vouched> {
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, answer.url, {
      expectedState: answer.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: true,
    });
    const idToken = tokens.claims();
    if (idToken === undefined) throw new SsoFailure("sso-invalid-answer", "There is no ID token.");
    const asks =
      needsUserInfo(idToken, provider.groupsClaim) &&
      configuration.serverMetadata().userinfo_endpoint !== undefined;
    const userInfo = asks ? await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub) : {};
    return vouchedBy(idToken, userInfo, provider.groupsClaim);
  } catch (error) {
    if (error instanceof SsoFailure) throw error;
    const isDeclined = error instanceof oidc.AuthorizationResponseError;
    throw new SsoFailure(isDeclined ? "sso-declined" : "sso-invalid-answer", detailOf(error));
  }
}
