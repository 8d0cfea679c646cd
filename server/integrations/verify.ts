import { createHash, timingSafeEqual } from "node:crypto";
import { verify as verifyGithub } from "@octokit/webhooks-methods";
import { Webhook } from "standardwebhooks";
import type { IntegrationKind } from "@/domain/integration/kinds";

/** A signed instant further from now than this may be an old request, sent again by somebody else. */
const TOLERANCE_MS = 5 * 60_000;

export interface SignedRequest {
  kind: IntegrationKind;
  headers: Headers;
  /** The body as it came, decoded and not yet parsed. */
  text: string;
  nowMs: number;
}

/** Whether whoever sent this knows one of the secrets; each sender proves it in its own way. */
export async function isAuthentic(request: SignedRequest, secrets: readonly string[]): Promise<boolean> {
  for (const secret of secrets) {
    if (await isMadeWith(secret, request)) return true;
  }
  return false;
}

async function isMadeWith(secret: string, request: SignedRequest): Promise<boolean> {
  const { kind, headers, text } = request;
  switch (kind) {
    case "github": {
      const signature = headers.get("x-hub-signature-256");
      return !!signature && text !== "" && (await verifyGithub(secret, text, signature));
    }
    case "gitlab":
      return isSame(headers.get("x-gitlab-token"), secret) || isStandard(secret, request);
    case "cloudevents":
      return isSame(bearerOf(headers), secret) || isStandard(secret, request);
  }
}

function bearerOf(headers: Headers): string | null {
  const [scheme = "", token = null] = (headers.get("authorization") ?? "").trim().split(/\s+/, 2);
  return scheme.toLowerCase() === "bearer" ? token : null;
}

/** As Standard Webhooks signs: id, instant and body. The instant is checked against the caller's clock. */
function isStandard(secret: string, { headers, text, nowMs }: SignedRequest): boolean {
  const id = headers.get("webhook-id");
  const given = headers.get("webhook-signature");
  const instant = headers.get("webhook-timestamp") ?? "";
  if (id === null || given === null || !/^\d{1,12}$/.test(instant)) return false;
  const signedAtMs = Number(instant) * 1000;
  if (Math.abs(nowMs - signedAtMs) > TOLERANCE_MS) return false;
  const expected = keyOf(secret).sign(id, new Date(signedAtMs), text);
  return given.split(" ").some((one) => isSame(one, expected));
}

function keyOf(secret: string): Webhook {
  return secret.startsWith("whsec_") ? new Webhook(secret) : new Webhook(secret, { format: "raw" });
}

/** Takes as long for a guess that is nearly right as for any other. */
function isSame(given: string | null, expected: string): boolean {
  if (given === null || given === "") return false;
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
