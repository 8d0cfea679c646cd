import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const NAME = "faultline.device";
const DAYS = 180;
const DAY_S = 86_400;
const ID_BYTES = 16;

/**
 * Marks a browser that has signed in to an account, so that somebody who guesses passwords elsewhere cannot lock its
 * owner out of this one. It lets nobody in; it only says whose tries are counted apart.
 */
export class DeviceCookies {
  private readonly name: string;

  constructor(
    private readonly key: Buffer,
    private readonly isSecure: boolean,
  ) {
    // The prefix makes browsers refuse one that was set without TLS, or by a neighbouring host.
    this.name = isSecure ? `__Host-${NAME}` : NAME;
  }

  /** The Set-Cookie value for a browser in which the user has just signed in; a known one keeps its id. */
  issue(userId: string, headers: Headers, now: Date): string {
    const deviceId = this.deviceIn(headers, userId, now) ?? randomBytes(ID_BYTES).toString("base64url");
    const endsS = Math.floor(now.getTime() / 1000) + DAYS * DAY_S;
    const body = `${userId}.${deviceId}.${endsS}`;
    const attributes = `Max-Age=${DAYS * DAY_S}; Path=/; HttpOnly; SameSite=Lax${this.isSecure ? "; Secure" : ""}`;
    return `${this.name}=${body}.${this.sign(body)}; ${attributes}`;
  }

  /** The browser's id, when it has signed in to this account before; else null. */
  deviceIn(headers: Headers, userId: string | null, now: Date): string | null {
    const value = cookieOf(headers, this.name);
    if (value === null || userId === null) return null;
    const [owner = "", deviceId = "", endsS = "", signature = "", ...rest] = value.split(".");
    if (owner !== userId || rest.length > 0) return null;
    if (!isEqual(signature, this.sign(`${owner}.${deviceId}.${endsS}`))) return null;
    return Number(endsS) * 1000 > now.getTime() ? deviceId : null;
  }

  private sign(body: string): string {
    return createHmac("sha256", this.key).update(body).digest("base64url");
  }
}

function cookieOf(headers: Headers, name: string): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
