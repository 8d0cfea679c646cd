import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@/server/secrets/keys";

/** What the browser that began a sign-in keeps until its answer comes. */
export interface BrowserBinding {
  /** Random; the stored attempt is found only together with it. */
  key: string;
  /** The session that connects an account; null for a sign-in. */
  sessionId: string | null;
}

const MAX_AGE_S = 600;

/** With the prefix no other host of the domain can plant one, and it is sent over TLS alone. */
const nameOf = (isSecure: boolean) => (isSecure ? "__Host-faultline-sso" : "faultline-sso");

export const newBinding = (sessionId: string | null): BrowserBinding => ({
  key: randomBytes(24).toString("base64url"),
  sessionId,
});

export function bindingCookie(binding: BrowserBinding, secret: string, isSecure: boolean): string {
  const text = `${binding.key}.${binding.sessionId ?? ""}`;
  return cookie(`${text}.${signatureOf(text, secret)}`, MAX_AGE_S, isSecure);
}

export const clearedCookie = (isSecure: boolean): string => cookie("", 0, isSecure);

/** Null without a cookie, or with one that this installation did not sign. */
export function readBinding(headers: Headers, secret: string, isSecure: boolean): BrowserBinding | null {
  const name = nameOf(isSecure);
  const values = (headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`));
  const [value] = values;
  if (value === undefined || values.length > 1) return null;
  const [key = "", sessionId = "", signature = "", ...rest] = value.slice(name.length + 1).split(".");
  const expected = Buffer.from(signatureOf(`${key}.${sessionId}`, secret));
  const given = Buffer.from(signature);
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return { key, sessionId: sessionId === "" ? null : sessionId };
}

function signatureOf(text: string, secret: string): string {
  return createHmac("sha256", deriveKey(secret, "single sign-on cookie")).update(text).digest("base64url");
}

function cookie(value: string, maxAgeS: number, isSecure: boolean): string {
  // Lax, because the answer arrives by a navigation from the provider's site.
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeS}${isSecure ? "; Secure" : ""}`;
  return `${nameOf(isSecure)}=${value}; ${attributes}`;
}
