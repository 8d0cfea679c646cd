import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { namedQuery } from "@/db/named-query";
import type { IntegrationKind } from "@/domain/integration/kinds";
import { SealError } from "@/server/secrets/seal";
import { contentTypeOf, type DeliveryName, keptHeaders, nameDelivery } from "./delivery-event";
import { decodeBody, parseBody, UnreadableBody } from "./json-body";
import { openSecret } from "./secret";
import { isAuthentic } from "./verify";

const MINUTE_MS = 60_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json$/;

export interface HookRequest {
  workspace: string;
  integrationId: string;
  headers: Headers;
  bytes: Uint8Array;
}

/** What the sender is told. */
export type Receipt =
  | { kind: "received" | "known" | "ping"; deliveryId: string }
  | { kind: "refused"; status: 400 | 401 | 404 | 410 | 415 | 503; code: string; detail: string };

const refused = (
  status: Extract<Receipt, { kind: "refused" }>["status"],
  code: string,
  detail: string,
): Receipt => ({ kind: "refused", status, code, detail });

/**
 * Checks a delivery as its sender signs and stores it as it came; what it says is worked off later. Nothing of a
 * delivery that is not its sender's, or that nobody could read, is stored.
 */
export async function receiveDelivery(
  { db, now }: { db: Database; now: Date },
  request: HookRequest,
): Promise<Receipt> {
  const found = await findIntegration(db, request);
  if (found === null) {
    return refused(
      404,
      "integration-not-found",
      "No integration is at this address. Copy the address from Settings, Integrations.",
    );
  }
  if (found.isDisabled) {
    return refused(
      410,
      "integration-disabled",
      `The integration ${found.name} is disabled. Enable it under Settings, Integrations, or remove the hook.`,
    );
  }
  try {
    const text = decodeBody(request.bytes);
    const secrets = secretsOf(found, now);
    const { headers } = request;
    if (!(await isAuthentic({ kind: found.kind, headers, text, nowMs: now.getTime() }, secrets))) {
      return refused(401, "wrong-signature", WRONG[found.kind]);
    }
    const wrongType = refusedType(found.kind, contentTypeOf(headers));
    if (wrongType !== null) return wrongType;
    const name = nameDelivery(found.kind, {
      headers,
      text,
      payload: parseBody(text, contentTypeOf(headers)),
    });
    return await store(db, { found, now, name, request });
  } catch (error) {
    if (error instanceof UnreadableBody) return refused(400, error.code, error.message);
    if (!(error instanceof SealError)) throw error;
    return refused(
      503,
      "secret-unreadable",
      "The integration's secret was sealed under another FAULTLINE_SECRET. Add that one to FAULTLINE_OLD_SECRETS, or make another secret.",
    );
  }
}

const WRONG: Record<IntegrationKind, string> = {
  github: "X-Hub-Signature-256 is missing or was not made with this integration's secret over this body.",
  gitlab:
    "Neither X-Gitlab-Token nor webhook-signature is right for this integration's secret, or the signature is older than five minutes.",
  cloudevents:
    "Neither Authorization: Bearer nor webhook-signature is right for this integration's secret, or the signature is older than five minutes.",
};

interface Integration {
  workspaceId: string;
  id: string;
  kind: IntegrationKind;
  name: string;
  sealedSecret: string;
  sealedOldSecret: string | null;
  oldSecretUntilMs: number | null;
  isDisabled: boolean;
  lastDeliveryAtMs: number | null;
}

const FIND_INTEGRATION = `
  select i.workspace_id as "workspaceId", i.id, i.kind, i.name, i.sealed_secret as "sealedSecret",
    i.sealed_old_secret as "sealedOldSecret", i.disabled_at is not null as "isDisabled",
    (extract(epoch from i.old_secret_until) * 1000)::float8 as "oldSecretUntilMs",
    (extract(epoch from i.last_delivery_at) * 1000)::float8 as "lastDeliveryAtMs"
  from workspace w join integration i on i.workspace_id = w.workspace_id
  where w.slug = $1 and i.id = $2`;

async function findIntegration(db: Database, request: HookRequest): Promise<Integration | null> {
  if (!UUID.test(request.integrationId)) return null;
  const params = [request.workspace, request.integrationId];
  const [row] = await namedQuery<Integration>(db, FIND_INTEGRATION, params);
  return row ?? null;
}

/** Since the last rotation the secret before counts too, for as long as was promised. */
function secretsOf(found: Integration, now: Date): string[] {
  const { sealedOldSecret, oldSecretUntilMs } = found;
  const isOldTaken =
    sealedOldSecret !== null && oldSecretUntilMs !== null && now.getTime() < oldSecretUntilMs;
  return [found.sealedSecret, ...(isOldTaken ? [sealedOldSecret] : [])].map((one) => openSecret(found, one));
}

function refusedType(kind: IntegrationKind, type: string): Receipt | null {
  if (JSON_TYPE.test(type) || (kind === "github" && type === "application/x-www-form-urlencoded"))
    return null;
  return refused(
    415,
    "unsupported-content-type",
    `Choose application/json as the content type at the sender${type === "" ? "" : `, not ${type.slice(0, 80)}`}.`,
  );
}

const STORE = `
  insert into webhook_delivery as d
    (workspace_id, id, integration_id, external_id, event, headers, body, status, reason, received_at, due_at, settled_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  on conflict (workspace_id, integration_id, external_id) do update set
    repetitions = d.repetitions + 1,
    status = case when d.status = 'failed' then 'received' else d.status end,
    due_at = case when d.status = 'failed' then excluded.received_at else d.due_at end,
    attempts = case when d.status = 'failed' then 0 else d.attempts end,
    reason = case when d.status = 'failed' then null else d.reason end,
    settled_at = case when d.status = 'failed' then null else d.settled_at end
  returning d.id, d.repetitions = 0 as fresh`;

/** One statement: of many at once with one id, one is stored and the others are its repetitions. */
async function store(
  db: Database,
  { found, now, name, request }: { found: Integration; now: Date; name: DeliveryName; request: HookRequest },
): Promise<Receipt> {
  const isPing = found.kind === "github" && request.headers.get("x-github-event") === "ping";
  const at = now.toISOString();
  const params = [
    found.workspaceId,
    uuidv7({ msecs: now.getTime() }),
    found.id,
    name.externalId,
    name.event,
    JSON.stringify(keptHeaders(request.headers)),
    Buffer.from(request.bytes),
    ...(isPing ? ["ignored", "GitHub's test that the address answers."] : ["received", null]),
    at,
    ...(isPing ? [null, at] : [at, null]),
  ];
  const [row] = await namedQuery<{ id: string; fresh: boolean }>(db, STORE, params);
  await noteDelivery(db, found, now);
  if (row === undefined) throw new Error("The delivery was not returned.");
  if (isPing) return { kind: "ping", deliveryId: row.id };
  return { kind: row.fresh ? "received" : "known", deliveryId: row.id };
}

/** To the minute: written with each delivery, this one row would be every sender's lock. */
async function noteDelivery(db: Database, found: Integration, now: Date): Promise<void> {
  const noted = found.lastDeliveryAtMs ?? 0;
  if (now.getTime() - noted < MINUTE_MS) return;
  await db.execute(sql`
    update integration set last_delivery_at = ${now.toISOString()} where (workspace_id, id) in (
      select workspace_id, id from integration where workspace_id = ${found.workspaceId} and id = ${found.id}
        and (last_delivery_at is null or last_delivery_at < ${now.toISOString()}) for update skip locked)`);
}
