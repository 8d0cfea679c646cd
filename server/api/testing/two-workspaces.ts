import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import {
  apiToken,
  authSession,
  identityProvider,
  invitation,
  member,
  notification,
  webhookDelivery,
  workspace,
} from "@/db/schema";
import type { TestDatabase } from "@/db/testing/test-database";
import type { Scope } from "@/domain/access/roles";
import type { Rule } from "@/domain/sign-off/policy";
import { openSession } from "@/server/auth/session";
import { openBreakGlass } from "@/server/break-glass/open";
import { putChanges } from "@/server/change/testing/rows";
import type { Ctx } from "@/server/context";
import { makeInvitationToken } from "@/server/invitation/invitation-token";
import { savePolicy } from "@/server/policy/save";
import { assessSubjects } from "@/server/sign-off/assess";
import { SENIOR_RULE } from "@/server/sign-off/testing/fixture";
import { makeTokenText } from "@/server/token/token-text";
import { type TestApi, testApi } from "./api";
import { giveMember, type TestMember } from "./callers";

/** Stands in everything that the other workspace's people wrote: no answer to anybody outside may hold it. */
export const CANARY = "canary7f3e";

/** One workspace with an object of every kind. */
export interface World {
  api: TestApi;
  slug: string;
  teamId: string;
  team: string;
  service: string;
  otherService: string;
  incident: string;
  incidentVersion: number;
  /** Further along in its life, for the steps that need it. */
  resolved: string;
  impact: string;
  mark: string;
  absence: string;
  person: string;
  otherPerson: string;
  run: string;
  change: string;
  member: TestMember;
  memberSession: string;
  invitation: string;
  invitationToken: string;
  token: string;
  provider: string;
  integration: string;
  delivery: string;
  repository: string;
  channel: string;
  notification: string;
  agent: string;
  agentAction: string;
  /** A change that a policy asks something of, and its request. */
  governed: string;
  signOffRequest: string;
  breakGlass: string;
  senior: string;
}

/** `words` goes into every name and text; addresses (slugs) stay without, because a refusal repeats what was asked. */
export async function makeWorld(database: TestDatabase, words: string): Promise<World> {
  const api = await testApi(database);
  const workspaceId = api.workspaceId;
  await database.db
    .update(workspace)
    .set({ name: `${words} company` })
    .where(eq(workspace.workspaceId, workspaceId));
  const make = async (method: string, path: string, body: unknown) => {
    const answer = await api.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body as Record<string, string> & { impacts: { id: string }[] };
  };
  const short = api.workspace.slice(-6);
  const [service, otherService] = [`checkout-${short}`, `search-${short}`];
  const team = `Alpha ${short}`;
  await make("POST", "/services", { slug: service, name: `${words} checkout`, team });
  await make("POST", "/services", { slug: otherService, name: `${words} search`, team: `Beta ${short}` });
  const incidentOf = (title: string) => ({
    title: `${words} ${title}`,
    summary: `${words} summary`,
    severity: "SEV2",
    impacts: [
      { service, level: "major", startedAt: "2026-03-18T10:00:00Z" },
      { service, level: "partial", startedAt: "2026-03-18T10:00:00Z" },
    ],
    causes: [{ kind: "dns", note: `${words} cause` }],
  });
  const incident = await make("POST", "/incidents", incidentOf("fails"));
  const resolved = await make("POST", "/incidents", incidentOf("ends"));
  await make("POST", `/incidents/${resolved.id}/notes`, { body: `${words} note` });
  await make("POST", `/incidents/${resolved.id}/resolution`, {});
  const mark = await make("POST", "/marks", { kind: "policy", day: "2026-03-10", title: `${words} mark` });
  await savePolicy(
    {
      db: database.db,
      actor: { kind: "system", name: words },
      now: api.now,
      workspaceId,
      requestId: "tests",
    },
    {
      policy: { rules: [{ ...CONFIG_RULE, name: `${words} rule` }], whenUnreachable: "closed" },
      reason: `${words} reason`,
      version: 0,
    },
  );
  const person = await make("POST", "/people", { name: `${words} ada`, level: "mid", team });
  const absence = await make("POST", "/absences", {
    personId: person.id,
    fromDay: "2026-03-16",
    note: `${words} leave`,
  });
  await make("POST", "/causes", { kind: `storm-${short}`, name: `${words} storm` });
  await make("POST", "/ai-usage", [{ person: person.id, day: "2026-03-16", tool: `${words} tool` }]);
  const run = await make(
    "POST",
    "/imports?kind=people-csv&fileName=people.csv",
    `name,level\n${words} bo,emperor\n`,
  );
  await whenRunsAreDone(api);
  const [change = ""] = await putChanges({ db: database.db, now: api.now, workspaceId }, [
    { at: "2026-03-18T09:00:00Z", title: `${words} change`, authorName: `${words} author` },
  ]);
  await make("PUT", `/incidents/${incident.id}/changes/${change}`, { verdict: "suspect" });
  const agent = `runbook-${short}`;
  await make("POST", "/agents", {
    slug: agent,
    name: `${words} agent`,
    owner: person.id,
    permissions: [{ environments: ["*"], actions: ["*"], autonomy: "act-alone" }],
  });
  const leave = await make("POST", "/agent-actions/authorize", actionOf(agent, service, words));
  const viewer = await giveMember(api.dependencies, workspaceId, ["viewer"]);
  const [session] = await database.db
    .select({ id: authSession.id })
    .from(authSession)
    .where(eq(authSession.userId, viewer.userId));
  const teams = await api.send("GET", "/teams");
  const teamId =
    (teams.body.teams as { id: string; name: string }[]).find(({ name }) => name === team)?.id ?? "";
  return {
    api,
    slug: api.workspace,
    teamId,
    team,
    service,
    otherService,
    incident: String(incident.id),
    incidentVersion: Number(incident.version),
    resolved: String(resolved.id),
    impact: String(incident.impacts[1]?.id),
    mark: String(mark.id),
    absence: String(absence.id),
    person: String(person.id),
    otherPerson: String((await make("POST", "/people", { name: `${words} bo`, level: "mid" })).id),
    run: String(run.id),
    change,
    member: viewer,
    memberSession: session?.id ?? "",
    token: (await giveTokenRow(api, ["read"], { name: `${words} token` })).id,
    ...(await giveInvitation(api, words)),
    provider: await giveProvider(api, words),
    ...(await giveIntegration(api, words)),
    ...(await giveChannel(api, words)),
    agent,
    agentAction: String(leave.id),
    repository: String((await make("POST", "/repositories", { name: `example.com/${words}/shop` })).id),
    ...(await giveSignOffRequest(api, words)),
    senior: String((await make("POST", "/people", { name: `${words} sam`, level: "senior" })).id),
  };
}

/** What the agent asks leave for. */
export function actionOf(agent: string, service: string, words = "Own") {
  return {
    agent,
    action: "restart",
    target: `${words} target`,
    environment: "production",
    services: [service],
    reason: `${words} reason`,
  };
}

const CONFIG_RULE = { ...SENIOR_RULE, when: { involvement: ["ai"], kinds: ["config"] } } satisfies Rule;

/** What the policy asks of a configuration that AI changed. */
async function giveSignOffRequest(api: TestApi, words: string) {
  const ctx: Ctx = {
    db: api.dependencies.db(),
    now: api.now,
    workspaceId: api.workspaceId,
    requestId: "tests",
    actor: { kind: "system", name: `${words} tests` },
  };
  const [governed = ""] = await putChanges(ctx, [
    { at: api.now.toISOString(), title: `${words} limit`, kind: "config", involvement: "ai" },
  ]);
  const [assessed] = await ctx.db.transaction((tx) =>
    assessSubjects({ ...ctx, db: tx }, [{ changeId: governed }]),
  );
  const { id: glass } = await openBreakGlass(ctx, {
    changeId: governed,
    environment: "staging",
    reason: `${words} is down and this repairs it.`,
  });
  return { governed, signOffRequest: assessed?.after?.id ?? "", breakGlass: glass };
}

export async function whenRunsAreDone(api: TestApi): Promise<void> {
  for (;;) {
    const { body } = await api.send("GET", "/imports");
    if ((body.runs as { status: string }[]).every(({ status }) => status !== "running")) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const MADE = new Date("2024-01-01T00:00:00Z");

async function giveTokenRow(
  api: TestApi,
  scopes: readonly Scope[],
  options: Partial<typeof apiToken.$inferInsert> = {},
): Promise<{ id: string; text: string }> {
  const { text, hash, prefix } = makeTokenText();
  const id = uuidv7();
  await api.dependencies
    .db()
    .insert(apiToken)
    .values({
      workspaceId: api.workspaceId,
      id,
      name: "tests",
      kind: options.userId ? "personal" : "service",
      prefix,
      tokenHash: hash,
      scopes: [...scopes],
      requestsPerMinute: 1_000_000,
      createdBy: "tests",
      createdAt: MADE,
      ...options,
    });
  return { id, text };
}

async function giveInvitation(api: TestApi, words: string) {
  const { text, hash } = makeInvitationToken();
  const id = uuidv7();
  await api.dependencies
    .db()
    .insert(invitation)
    .values({
      workspaceId: api.workspaceId,
      id,
      email: `${words.toLowerCase()}@example.com`,
      tokenHash: hash,
      grants: [{ role: "viewer", teamId: null }],
      invitedBy: `${words} inviter`,
      createdAt: api.now,
      expiresAt: new Date(api.now.getTime() + 86_400_000),
    });
  return { invitation: id, invitationToken: text };
}

async function giveProvider(api: TestApi, words: string): Promise<string> {
  const id = uuidv7();
  await api.dependencies
    .db()
    .insert(identityProvider)
    .values({
      workspaceId: api.workspaceId,
      id,
      slug: `p-${api.workspace.slice(-6)}`,
      name: `${words} provider`,
      issuer: "https://id.example.com",
      clientId: `${words}-client`,
      createdAt: MADE,
      updatedAt: MADE,
    });
  return id;
}

/** With one delivery, which nobody has worked off. */
async function giveIntegration(api: TestApi, words: string) {
  const made = await api.send("POST", "/integrations", { kind: "github", name: `${words} source` });
  const { id: integration } = made.body.integration as { id: string };
  const delivery = uuidv7();
  await api.dependencies
    .db()
    .insert(webhookDelivery)
    .values({
      workspaceId: api.workspaceId,
      id: delivery,
      integrationId: integration,
      externalId: `${words} 1`,
      event: "push",
      headers: { "x-github-event": "push" },
      body: Buffer.from(JSON.stringify({ words })),
      status: "failed",
      reason: `${words} reason`,
      receivedAt: api.now,
    });
  return { integration, delivery };
}

/** With one notification, which nobody has sent. */
async function giveChannel(api: TestApi, words: string) {
  const made = await api.send("POST", "/notification-channels", {
    kind: "webhook",
    name: `${words} channel`,
    url: "https://hooks.example.com/in",
    events: ["sign-off.requested"],
  });
  const { id: channel } = made.body.channel as { id: string };
  const notificationId = uuidv7();
  await api.dependencies
    .db()
    .insert(notification)
    .values({
      workspaceId: api.workspaceId,
      id: notificationId,
      channelId: channel,
      event: "sign-off.requested",
      payload: {
        title: `${words} change`,
        sentence: `${words} waits`,
        path: "/sign-offs",
        facts: [],
        data: {},
      },
      status: "failed",
      lastError: `${words} error`,
      createdAt: api.now,
      settledAt: api.now,
    });
  return { channel, notification: notificationId };
}

export const CALLERS = [
  "anonymous",
  "viewer",
  "responder",
  "responder of the team",
  "responder of another team",
  "author",
  "reviewer",
  "policy owner",
  "admin",
  "owner",
  "deactivated owner",
  "member of the other only",
  "owner, session for the other only",
  "token: read",
  "token: read, write",
  "token: read, write, people, of another agent",
  "token: admin",
  "personal token of the viewer",
  "revoked token",
  "expired token",
] as const;
export type Caller = (typeof CALLERS)[number];

export interface Callers {
  /** What each sends to be known by. */
  headers: Record<Caller, Record<string, string>>;
  members: Record<"viewer" | "owner", TestMember>;
}

export async function makeCallers(own: World, other: World): Promise<Callers> {
  const { dependencies, workspaceId } = own.api;
  const db = dependencies.db();
  const give = (...roles: Parameters<typeof giveMember>[2]) => giveMember(dependencies, workspaceId, roles);
  const teams = await own.api.send("GET", "/teams");
  const beta = (teams.body.teams as { id: string; name: string }[]).find(({ name }) =>
    name.startsWith("Beta"),
  );
  const viewer = await give();
  const owner = await give("owner");
  const deactivated = await give("owner");
  await db.update(member).set({ deactivatedAt: MADE }).where(eq(member.id, deactivated.memberId));
  const limited = await give("owner");
  await db.insert(member).values({
    workspaceId: other.api.workspaceId,
    id: uuidv7(),
    userId: limited.userId,
    createdAt: MADE,
    updatedAt: MADE,
  });
  const limitedCookies = await openSession(dependencies.auth(), new Headers(), {
    userId: limited.userId,
    onlyWorkspaceId: other.api.workspaceId,
  });
  const session = (one: TestMember) => ({ cookie: one.cookie });
  const token = async (scopes: Scope[], options: Parameters<typeof giveTokenRow>[2] = {}) => ({
    authorization: `Bearer ${(await giveTokenRow(own.api, scopes, options)).text}`,
  });
  const { id: agentId } = await own.api
    .send("POST", "/agents", { slug: "another", name: "Another agent", owner: own.person })
    .then(({ body }) => body as { id: string });
  const every: Scope[] = ["read", "write", "people", "admin"];
  return {
    members: { viewer, owner },
    headers: {
      anonymous: {},
      viewer: session(viewer),
      responder: session(await give("responder")),
      "responder of the team": session(await give({ role: "responder", teamId: own.teamId })),
      "responder of another team": session(await give({ role: "responder", teamId: beta?.id ?? "" })),
      author: session(await give("author")),
      reviewer: session(await give("reviewer")),
      "policy owner": session(await give("policy_owner")),
      admin: session(await give("admin")),
      owner: session(owner),
      "deactivated owner": session(deactivated),
      "member of the other only": session(await giveMember(dependencies, other.api.workspaceId, ["viewer"])),
      "owner, session for the other only": {
        cookie: limitedCookies.map((one) => one.split(";")[0]).join("; "),
      },
      "token: read": await token(["read"]),
      "token: read, write": await token(["read", "write"]),
      "token: read, write, people, of another agent": await token(["read", "write", "people"], { agentId }),
      "token: admin": await token(["admin"]),
      "personal token of the viewer": await token(every, { userId: viewer.userId }),
      "revoked token": await token(every, { revokedAt: MADE }),
      "expired token": await token(every, { expiresAt: MADE }),
    },
  };
}

/** Whether this transaction has touched a row of any table, undone or not: asked sooner than the fingerprint is taken. */
export async function hasWritten(db: TestDatabase["db"]): Promise<boolean> {
  const found = await db.execute<{ rows: number }>(sql`
    select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int as rows from pg_stat_xact_user_tables`);
  return found.rows[0]?.rows !== 0;
}

/** One text that changes with any row of the workspace, in every table that holds rows of one. */
export async function fingerprintOf(db: TestDatabase["db"], workspaceId: string): Promise<string> {
  const tables = await db.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'
    order by 1`);
  const parts = tables.rows.map(
    ({
      name,
    }) => sql`select ${name}::text as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum
      from ${sql.identifier(name)} t where workspace_id = ${workspaceId}`,
  );
  const found = await db.execute<{ name: string; sum: string }>(sql.join(parts, sql` union all `));
  return found.rows.map(({ name, sum }) => `${name} ${sum}`).join("\n");
}
