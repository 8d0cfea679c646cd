import { randomBytes } from "node:crypto";
import type { IntegrationKind } from "@/domain/integration/kinds";
import { openText, sealText } from "@/server/secrets/seal";

const SECRET_BYTES = 32;

/** A secret belongs to its integration: copied to another one it does not open. */
const contextOf = ({ workspaceId, id }: Place) => `integration:${workspaceId}:${id}`;

interface Place {
  workspaceId: string;
  id: string;
}

export const sealSecret = (place: Place, secret: string): string => sealText(secret, contextOf(place));

export const openSecret = (place: Place, sealed: string): string => openText(sealed, contextOf(place));

/** The token of the host's API is another secret of the same integration: neither opens in the other's place. */
const apiTokenContextOf = (place: Place) => `${contextOf(place)}:api-token`;

export const sealApiToken = (place: Place, token: string): string =>
  sealText(token, apiTokenContextOf(place));

export const openApiToken = (place: Place, sealed: string): string =>
  openText(sealed, apiTokenContextOf(place));

/**
 * GitHub takes any text as a secret. GitLab's signing token and senders of CloudEvents sign as Standard Webhooks asks,
 * whose secrets are base64 after "whsec_"; GitLab can send the same text as its secret token instead.
 */
export function makeSecret(kind: IntegrationKind): string {
  const bytes = randomBytes(SECRET_BYTES);
  return kind === "github" ? bytes.toString("base64url") : `whsec_${bytes.toString("base64")}`;
}
