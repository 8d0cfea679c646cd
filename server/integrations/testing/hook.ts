import { sign } from "@octokit/webhooks-methods";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { incidentCounter, integration, service, webhookDelivery, workspace } from "@/db/schema";
import type { IntegrationKind } from "@/domain/integration/kinds";
import { type Receipt, receiveDelivery } from "../receive";
import { makeSecret, sealSecret } from "../secret";
import { workOffDue } from "../work";

/** An integration of a workspace of its own, as its sender knows it. */
export interface TestHook {
  db: Database;
  now: Date;
  workspaceId: string;
  slug: string;
  integrationId: string;
  secret: string;
  /** Faults that the worker met. */
  faults: unknown[];
  send(body: string, headers: Record<string, string>): Promise<Receipt>;
  /** Signed as GitHub does. */
  github(event: string, payload: unknown, delivery: string): Promise<Receipt>;
  workOff(): Promise<number>;
}

export async function testHook(
  db: Database,
  kind: IntegrationKind,
  options: { now?: Date; services?: readonly string[] } = {},
): Promise<TestHook> {
  const now = options.now ?? new Date("2026-06-18T12:00:00Z");
  const workspaceId = uuidv7();
  const slug = `w${workspaceId.replaceAll("-", "").slice(-12)}`;
  const stamps = { createdAt: now, updatedAt: now };
  await db.insert(workspace).values({ workspaceId, slug, name: slug, timeZone: "UTC", ...stamps });
  await db.insert(incidentCounter).values({ workspaceId });
  for (const one of options.services ?? []) {
    await db
      .insert(service)
      .values({ workspaceId, id: uuidv7(), slug: one, name: one, trackedFrom: now, ...stamps });
  }
  const place = { workspaceId, id: uuidv7() };
  const secret = makeSecret(kind);
  await db.insert(integration).values({
    ...place,
    kind,
    name: kind,
    sealedSecret: sealSecret(place, secret),
    createdBy: "Test",
    ...stamps,
  });
  const hook: TestHook = {
    db,
    now,
    workspaceId,
    slug,
    integrationId: place.id,
    secret,
    faults: [],
    send: (body, headers) =>
      receiveDelivery(
        { db: hook.db, now: hook.now },
        {
          workspace: slug,
          integrationId: place.id,
          headers: new Headers({ "content-type": "application/json", ...headers }),
          bytes: new TextEncoder().encode(body),
        },
      ),
    async github(event, payload, delivery) {
      const body = typeof payload === "string" ? payload : JSON.stringify(payload);
      return hook.send(body, {
        "x-github-event": event,
        "x-github-delivery": delivery,
        "x-hub-signature-256": await sign(secret, body),
      });
    },
    workOff: () =>
      workOffDue({ db: hook.db, now: hook.now, onFault: (error) => void hook.faults.push(error) }),
  };
  return hook;
}

export async function deliveriesOf({ db, workspaceId }: TestHook) {
  const rows = await db.select().from(webhookDelivery);
  return rows.filter((row) => row.workspaceId === workspaceId);
}

/** Everything the ledger knows of the workspace but what is named or timed by the writing itself. */
export async function ledgerOf({ db, workspaceId }: TestHook): Promise<Record<string, unknown[]>> {
  const own = sql`workspace_id = ${workspaceId}`;
  const named = sql`(select i.source || ' ' || i.external_id from change_identity i
    where i.${own} and i.change_id = c.id and i.external_id !~ '^(carries|reverts):' order by 1 limit 1)`;
  const rowsOf = async (query: ReturnType<typeof sql>) => (await db.execute(query)).rows;
  return {
    changes: await rowsOf(sql`
      select ${named} as name, c.kind, c.title, c.at, c.url, c.revision, c.pull_request, c.environment, c.production,
        c.author_name, c.author_is_bot, c.additions, c.deletions, c.files, c.authored_at, c.merged_at, c.deployed_at,
        c.outcome, c.reverted_at, c.involvement, c.ai_role, c.ai_tool, c.ai_model, c.ai_grade, c.counts, c.source,
        d.description, d.branch, d.labels, d.paths, d.reverts,
        (select array_agg(distinct s.slug order by s.slug) from service s
          where s.${own} and s.id = any(c.service_ids)) as services,
        (select jsonb_agg(jsonb_build_array(r->>'name', r->>'state', r->>'at') order by r->>'name')
          from jsonb_array_elements(d.reviewers) r) as reviewers,
        (select jsonb_agg(distinct jsonb_build_array(e.grade, e.tool, e.quote, e.found_in, e.revision))
          from ai_evidence e where e.${own} and e.change_id = c.id) as evidence
      from change c left join change_detail d on d.${own} and d.change_id = c.id
      where c.${own} order by 1`),
    carries: await rowsOf(sql`
      select ${named} as name, (select array_agg(i.external_id order by i.external_id) from deployment_carries k
        join change_identity i on i.${own} and i.change_id = k.change_id and i.external_id like 'commit:%'
        where k.${own} and k.deployment_id = c.id) as carried
      from change c where c.${own} and c.kind = 'deployment' order by 1`),
    requests: await rowsOf(sql`
      select number, title, state, author_login, head_branch, head_revision, merge_revision, labels, reviews,
        additions, merged_at, described_at from pull_request where ${own} order by repository_id, number`),
    commits: await rowsOf(sql`
      select revision, branch, message, author_name, author_email, paths, authored_at
      from code_commit where ${own} order by revision`),
    days: await rowsOf(sql`
      select d.day, d.involvement, s.slug, sum(d.changes)::int as changes, sum(d.failed)::int as failed
      from change_day d left join service s on s.${own} and s.id = d.service_id
      where d.${own} group by 1, 2, 3 having sum(d.changes) <> 0 order by 1, 2, 3`),
  };
}
