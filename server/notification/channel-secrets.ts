import { randomBytes } from "node:crypto";
import { openText, sealText } from "@/server/secrets/seal";

const SECRET_BYTES = 32;

interface Place {
  workspaceId: string;
  id: string;
}

/** What is sealed belongs to its channel and its column: copied elsewhere it does not open. */
const contextOf = ({ workspaceId, id }: Place, what: "url" | "secret") =>
  `notification_channel ${what}:${workspaceId}:${id}`;

export const sealUrl = (place: Place, url: string): string => sealText(url, contextOf(place, "url"));
export const openUrl = (place: Place, sealed: string): string => openText(sealed, contextOf(place, "url"));
export const sealSecret = (place: Place, text: string): string => sealText(text, contextOf(place, "secret"));
export const openSecret = (place: Place, sealed: string): string =>
  openText(sealed, contextOf(place, "secret"));

/** As Standard Webhooks writes a secret. */
export const makeSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
