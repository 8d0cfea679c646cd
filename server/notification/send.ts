import { Webhook } from "standardwebhooks";
import { storableText } from "@/domain/audit/jsonb-text";
import { bodyOf, type Message } from "@/domain/notification/message";
import { retryAfterMs } from "@/domain/notification/schedule";
import { type GuardedRequest, guardedRequest } from "@/server/outgoing/guarded-request";
import { openSecret, openUrl } from "./channel-secrets";
import type { ChannelRow } from "./queries";
import { networkFor, WAY_OUT } from "./receivers";

const TIMEOUT_MS = 10_000;
/** Of an answer that refuses, so much is read and kept, for whoever looks after the channel. */
const ANSWER_BYTES_MAX = 4_096;
const ERROR_MAX = 300;

export interface Sending {
  now: Date;
  privateHosts: readonly string[];
  timeoutMs?: number;
  lookup?: GuardedRequest["lookup"];
}

export type Outcome =
  | { kind: "sent"; status: number }
  /** The receiver says that it is gone for good. */
  | { kind: "gone"; status: number }
  | { kind: "failed"; status: number | null; error: string; askedPauseMs: number | null };

/** Posts one message to its channel, once. A redirect, like any other answer that is no success, is a failure. */
export async function send(channel: ChannelRow, message: Message, sending: Sending): Promise<Outcome> {
  try {
    const url = new URL(openUrl(channel, channel.sealedUrl));
    const body = bodyOf(channel.kind, message);
    const answer = await guardedRequest(url, networkFor(url.hostname, sending.privateHosts), {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Faultline",
        ...signatureOf(channel, message, { body, now: sending.now }),
      },
      body,
      signal: AbortSignal.timeout(sending.timeoutMs ?? TIMEOUT_MS),
      bytesMax: ANSWER_BYTES_MAX,
      longer: "cut",
      wayOut: WAY_OUT,
      ...(sending.lookup === undefined ? {} : { lookup: sending.lookup }),
    });
    const { status } = answer;
    if (status >= 200 && status < 300) return { kind: "sent", status };
    if (status === 410) return { kind: "gone", status };
    const askedPauseMs = retryAfterMs(answer.headers["retry-after"], sending.now.getTime());
    return { kind: "failed", status, error: refusalOf(status, answer.body), askedPauseMs };
  } catch (error) {
    const text = error instanceof Error ? error.message : "It could not be sent.";
    return { kind: "failed", status: null, error: shortened(text), askedPauseMs: null };
  }
}

/** As Standard Webhooks signs. After a rotation both secrets do for a while, and the receiver takes either. */
function signatureOf(
  channel: ChannelRow,
  { id }: Message,
  { body, now }: { body: string; now: Date },
): Record<string, string> {
  if (channel.sealedSecret === null) return {};
  const isOldTaken = channel.oldSecretUntil !== null && channel.oldSecretUntil > now;
  const sealed = [channel.sealedSecret, isOldTaken ? channel.sealedOldSecret : null];
  const signatures = sealed
    .filter((one) => one !== null)
    .map((one) => new Webhook(openSecret(channel, one)).sign(id, now, body));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  };
}

function refusalOf(status: number, body: Buffer): string {
  if (status >= 300 && status < 400) {
    return `It answered ${status}, a redirect, which is not followed. Enter the address that it leads to.`;
  }
  const said = body.toString("utf8").replace(/\s+/g, " ").trim();
  return shortened(said === "" ? `It answered ${status}.` : `It answered ${status}: ${said}`);
}

const shortened = (text: string) => storableText(text.slice(0, ERROR_MAX));
