import {
  ACCOUNTS,
  ADMIN_TOKENS,
  ADMINS,
  AGENT_KEEPERS,
  BREAK_REVIEWERS,
  BREAKERS,
  CLASSIFIERS,
  CONTESTERS,
  DATA_ADMINS,
  EVERYBODY,
  IMPORT_READERS,
  KNOWN,
  MARKERS,
  MEMBERS,
  OWNERS,
  POLICY_KEEPERS,
  READERS,
  RECORDERS,
  REPOSITORY_KEEPERS,
  RESPONDERS,
  SIGNERS,
  WRITERS,
} from "./audiences";
import { actionOf, type Caller, type Callers, type World } from "./two-workspaces";

/** A valid request of a route, about objects of the world it is given. */
export interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  version?: number;
}

export interface Entry {
  /** Everybody who gets a success; everybody else is refused. */
  may: readonly Caller[];
  ask?: (world: World, callers: Callers) => Asked;
  /** What those who may are told of another workspace's object; 404 unless it is named in a body or a filter. */
  foreign?: 404 | 422 | "own answer";
  /** An own object joined with one of the other workspace, which is then not there. */
  mixed?: (own: World, other: World) => Asked;
  /** About the installation or one's own account: it has no workspace. */
  withoutWorkspace?: true;
  /** Whoever may not is told that there is no such object. */
  hidden?: true;
  /** Names the workspaces' providers, as the page to sign in on has to. */
  namesProviders?: true;
  /** Statuses that mean "let in" where a success takes what is tested elsewhere, such as a code. */
  letIn?: readonly number[];
  /** What goes on after the answer cannot be undone, so its request is not. */
  kept?: true;
  /** Of what makes so much that a busy machine takes longer than a test usually may. */
  timeoutMs?: number;
}

const incident = (world: World) => ({ params: { id: world.incident } });
const step = (world: World) => ({ params: { id: world.incident }, body: {} });
const linked = (world: World) => ({ params: { id: world.incident, changeId: world.change } });
const afterwards = (world: World) => ({ params: { id: world.resolved }, body: {} });
const one =
  (
    key:
      | "change"
      | "person"
      | "mark"
      | "absence"
      | "run"
      | "invitation"
      | "token"
      | "provider"
      | "integration"
      | "channel"
      | "repository"
      | "signOffRequest"
      | "breakGlass",
  ) =>
  (world: World) => ({
    params: { id: world[key] },
  });
const member = (world: World) => ({ params: { id: world.member.memberId } });
const delivery = (world: World) => ({ params: { id: world.integration, deliveryId: world.delivery } });
const notification = (world: World) => ({
  params: { id: world.channel, notificationId: world.notification },
});
const agent = (world: World) => ({ params: { slug: world.agent } });
const action = (world: World) => ({ params: { id: world.agentAction } });
const service = (world: World) => ({ params: { slug: world.service } });
const workspace = (world: World) => ({ params: { slug: world.slug } });
const listed = (ask?: Entry["ask"]): Entry => ({
  may: READERS,
  foreign: "own answer",
  ...(ask ? { ask } : {}),
});
/** Nobody here has a password, so that all get as far as being told so. */
const password = (): Entry => ({
  may: ACCOUNTS,
  ask: () => ({ body: { password: "wrong-password-1" } }),
  withoutWorkspace: true,
  letIn: [409, 422],
});
const policyFor = (slug: string) => ({
  policy: {
    rules: [
      { id: "new", name: "New", mode: "monitor", when: { services: [slug] }, require: { approvals: 1 } },
    ],
  },
  reason: "It was asked for.",
});
/** None of the callers is somebody of the roster, so that those who may sign get as far as being told so. */
const signing = (body: object): Entry => ({
  may: SIGNERS,
  ask: (world) => ({ params: { id: world.signOffRequest }, body }),
  letIn: [409],
});
const filtered = (world: World) => ({ query: { service: world.service } });

/** Every route of the API: who may, and a request that is valid for the workspace it is about. */
export const ACCESS_MATRIX: Record<string, Entry> = {
  "GET /openapi.json": { may: EVERYBODY, withoutWorkspace: true },

  "GET /incidents": { may: READERS, ask: filtered, foreign: "own answer" },
  "GET /incidents.csv": { may: READERS, ask: filtered, foreign: "own answer" },
  "GET /changes": { may: READERS, ask: filtered, foreign: "own answer" },
  "GET /changes.csv": { may: READERS, ask: filtered, foreign: "own answer" },
  "GET /changes/search": { may: READERS, ask: () => ({ query: { q: "change" } }), foreign: "own answer" },
  "POST /changes": {
    may: RECORDERS,
    ask: (world) => ({ body: { kind: "config", title: "Raise the limit", services: [world.service] } }),
    // The service is named in the body.
    foreign: 422,
    mixed: (_, other) => ({ body: { kind: "config", title: "Raise the limit", services: [other.service] } }),
  },
  "POST /changes/bulk": {
    may: RECORDERS,
    // Sent as JSON, which lines are not.
    ask: () => ({ body: { kind: "config", title: "Raise the limit" } }),
    foreign: "own answer",
    letIn: [415],
  },
  "GET /changes/{id}": { may: READERS, ask: one("change") },
  "POST /gate": { may: READERS, ask: (world) => ({ body: { change: world.change } }) },
  "GET /gate/decisions": listed(),

  "POST /incidents": {
    may: RESPONDERS,
    ask: (world) => ({ body: { title: "New", severity: "SEV3", impacts: [{ service: world.service }] } }),
    foreign: 422,
  },
  "GET /incidents/{id}": { may: READERS, ask: incident },
  "PATCH /incidents/{id}": {
    may: RESPONDERS,
    ask: (world) => ({ ...incident(world), version: world.incidentVersion, body: { severity: "SEV1" } }),
  },
  "POST /incidents/{id}/acknowledgement": { may: RESPONDERS, ask: step },
  "POST /incidents/{id}/investigation": { may: RESPONDERS, ask: step },
  "POST /incidents/{id}/identification": { may: RESPONDERS, ask: step },
  "POST /incidents/{id}/mitigation": { may: RESPONDERS, ask: step },
  "POST /incidents/{id}/resolution": { may: RESPONDERS, ask: step },
  "POST /incidents/{id}/cancellation": { may: RESPONDERS, ask: step },
  "POST /incidents/{id}/closure": { may: RESPONDERS, ask: afterwards },
  "POST /incidents/{id}/reopening": { may: RESPONDERS, ask: afterwards },
  "POST /incidents/{id}/impacts": {
    may: RESPONDERS,
    ask: (world) => ({ ...incident(world), body: { service: world.otherService, level: "partial" } }),
    mixed: (own, other) => ({ ...incident(own), body: { service: other.service, level: "partial" } }),
  },
  "PATCH /incidents/{id}/impacts/{impactId}": {
    may: RESPONDERS,
    ask: (world) => ({
      params: { id: world.incident, impactId: world.impact },
      version: world.incidentVersion,
      body: { level: "degraded" },
    }),
    mixed: (own, other) => ({
      params: { id: own.incident, impactId: other.impact },
      version: own.incidentVersion,
      body: { level: "degraded" },
    }),
  },
  "DELETE /incidents/{id}/impacts/{impactId}": {
    may: RESPONDERS,
    ask: (world) => ({
      params: { id: world.incident, impactId: world.impact },
      version: world.incidentVersion,
    }),
    mixed: (own, other) => ({
      params: { id: own.incident, impactId: other.impact },
      version: own.incidentVersion,
    }),
  },
  "POST /incidents/{id}/causes": {
    may: WRITERS,
    ask: (world) => ({ ...incident(world), body: { kind: "network" } }),
  },
  "POST /incidents/{id}/notes": {
    may: WRITERS,
    ask: (world) => ({ ...incident(world), body: { body: "A note" } }),
  },
  "GET /incidents/{id}/suspects": { may: READERS, ask: incident },
  "GET /incidents/{id}/changes": { may: READERS, ask: incident },
  "PUT /incidents/{id}/changes/{changeId}": {
    may: WRITERS,
    ask: (world) => ({ ...linked(world), version: 1, body: { verdict: "cause", reason: "It was." } }),
    mixed: (own, other) => ({
      params: { id: own.incident, changeId: other.change },
      body: { verdict: "suspect" },
    }),
  },
  "DELETE /incidents/{id}/changes/{changeId}": {
    may: WRITERS,
    ask: (world) => ({ ...linked(world), version: 1 }),
    mixed: (own, other) => ({ params: { id: own.incident, changeId: other.change }, version: 1 }),
  },

  "GET /availability": { may: READERS, ask: filtered },
  "GET /adoption": { may: READERS, ask: (world) => ({ query: { team: world.team } }) },
  "GET /change-share": { may: READERS, ask: filtered },
  "GET /change-failure-rate": { may: READERS, ask: filtered },
  "GET /compliance": { may: READERS, ask: filtered },
  "GET /capacity": { may: READERS, ask: filtered },
  "POST /capacity/forecast": { may: READERS, ask: (world) => ({ body: { service: world.service } }) },
  "GET /absences": listed((world) => ({ query: { person: world.person } })),
  "POST /absences": {
    may: DATA_ADMINS,
    ask: (world) => ({ body: { personId: world.person, fromDay: "2026-08-03", toDay: "2026-08-14" } }),
    // The person is named in the body.
    foreign: 422,
  },
  "DELETE /absences/{id}": { may: DATA_ADMINS, ask: one("absence") },

  "GET /services": listed(),
  "POST /services": {
    may: RESPONDERS,
    ask: (world) => ({ body: { slug: "new-service", name: "New", team: world.team } }),
    // A team is named by its name, which the other workspace's object does not give away.
    foreign: "own answer",
  },
  "GET /services/{slug}": { may: READERS, ask: service },
  "PATCH /services/{slug}": {
    may: RESPONDERS,
    ask: (world) => ({ ...service(world), version: 1, body: { name: "Renamed" } }),
  },
  "PUT /services/{slug}/dependencies": {
    may: RESPONDERS,
    ask: (world) => ({
      ...service(world),
      version: 1,
      body: { dependsOn: [{ slug: world.otherService, criticality: "hard" }] },
    }),
    mixed: (own, other) => ({
      ...service(own),
      version: 1,
      body: { dependsOn: [{ slug: other.service, criticality: "hard" }] },
    }),
  },

  "GET /people": listed((world) => ({ query: { team: world.team } })),
  "POST /people": {
    may: DATA_ADMINS,
    ask: () => ({ body: { name: "New Person", level: "mid" } }),
    foreign: "own answer",
  },
  "GET /people/{id}": { may: READERS, ask: one("person") },
  "PATCH /people/{id}": {
    may: DATA_ADMINS,
    ask: (world) => ({ ...one("person")(world), version: 1, body: { level: "senior" } }),
  },
  "POST /people/{id}/erasure": {
    may: ADMINS,
    ask: (world) => ({ ...one("person")(world), version: 1 }),
  },
  "GET /identities": { may: DATA_ADMINS, foreign: "own answer" },
  "GET /people/{id}/merge": {
    may: DATA_ADMINS,
    ask: (world) => ({ ...one("person")(world), query: { into: world.otherPerson } }),
    mixed: (own, other) => ({ ...one("person")(own), query: { into: other.otherPerson } }),
  },
  "POST /people/{id}/merge": {
    may: DATA_ADMINS,
    ask: (world) => ({ ...one("person")(world), version: 1, body: { into: world.otherPerson } }),
    mixed: (own, other) => ({ ...one("person")(own), body: { into: other.otherPerson } }),
  },
  "POST /people/{id}/handles": {
    may: DATA_ADMINS,
    ask: (world) => ({ ...one("person")(world), body: { kind: "login", handle: "new-login" } }),
  },
  "DELETE /people/{id}/handles/{kind}/{handle}": {
    may: DATA_ADMINS,
    ask: (world) => ({ params: { id: world.person, kind: "login", handle: "ada-l" } }),
    // The person has none.
    letIn: [404],
  },
  "POST /changes/{id}/involvement-statements": {
    may: CONTESTERS,
    ask: (world) => ({ params: { id: world.change }, body: { kind: "contested", reason: "It was not." } }),
  },
  "GET /sign-off-requests": { may: READERS, ask: filtered, foreign: "own answer" },
  "GET /sign-off-requests/{id}": { may: READERS, ask: one("signOffRequest") },
  "POST /sign-off-requests/{id}/approval": signing({}),
  "POST /sign-off-requests/{id}/decline": signing({ comment: "Not yet." }),
  "POST /sign-off-requests/{id}/hand-over": {
    ...signing({}),
    ask: (world) => ({ ...one("signOffRequest")(world), body: { to: world.senior } }),
    mixed: (own, other) => ({ ...one("signOffRequest")(own), body: { to: other.senior } }),
  },
  "DELETE /sign-off-requests/{id}/sign-offs/{signOffId}": {
    may: SIGNERS,
    ask: (world) => ({
      params: { id: world.signOffRequest, signOffId: world.change },
      query: { reason: "I was wrong." },
    }),
    // It has none.
    letIn: [404],
  },
  "GET /break-glass": listed(),
  "GET /break-glass/{id}": { may: READERS, ask: one("breakGlass") },
  "POST /break-glass": {
    may: BREAKERS,
    // The change is named in the body.
    ask: (world) => ({ body: { changeId: world.governed, reason: "Checkout is down and this repairs it." } }),
  },
  "POST /break-glass/{id}/end": { may: BREAKERS, ask: one("breakGlass") },
  "POST /break-glass/{id}/review": {
    may: BREAK_REVIEWERS,
    ask: (world) => ({ ...one("breakGlass")(world), body: { note: "It did." } }),
    // It is open still.
    letIn: [409],
  },
  "POST /changes/{id}/sign-offs": {
    ...signing({}),
    ask: (world) => ({ params: { id: world.governed }, body: {} }),
  },
  "GET /teams": listed(),
  "POST /ai-usage": {
    may: DATA_ADMINS,
    ask: (world) => ({ body: [{ person: world.person, day: "2026-03-12", tool: "Assistant" }] }),
    foreign: "own answer",
  },

  "GET /policy": listed(),
  "GET /policy/schema": listed(),
  "GET /policy/versions": listed(),
  // Versions are numbers: each workspace has its own first.
  "GET /policy/versions/{version}": {
    may: READERS,
    ask: () => ({ params: { version: "1" } }),
    foreign: "own answer",
  },
  "POST /policy/versions": {
    may: POLICY_KEEPERS,
    ask: (world) => ({ version: 1, body: policyFor(world.service) }),
    // The service is named in the body.
    foreign: 422,
    mixed: (_, other) => ({ version: 1, body: policyFor(other.service) }),
  },

  "POST /policy/replay": {
    may: READERS,
    ask: (world) => ({ body: { policy: policyFor(world.service).policy, months: 1 } }),
    foreign: "own answer",
  },

  "GET /marks": listed(),
  "POST /marks": {
    may: MARKERS,
    ask: () => ({ body: { kind: "policy", day: "2026-03-11", title: "New" } }),
    foreign: "own answer",
  },
  "DELETE /marks/{id}": { may: MARKERS, ask: one("mark") },
  "GET /causes": listed(),
  "POST /causes": { may: CLASSIFIERS, ask: () => ({ body: { name: "Solar wind" } }), foreign: "own answer" },

  "POST /imports/preview": {
    may: DATA_ADMINS,
    ask: () => ({ query: { kind: "people-csv" }, body: "name,level\nNew Import,mid\n" }),
    foreign: "own answer",
  },
  "POST /imports": {
    may: DATA_ADMINS,
    ask: () => ({ query: { kind: "people-csv" }, body: "name,level\nNew Import,mid\n" }),
    foreign: "own answer",
    kept: true,
  },
  "GET /imports": { may: IMPORT_READERS, foreign: "own answer" },
  "GET /imports/{id}": { may: IMPORT_READERS, ask: one("run") },
  "GET /imports/{id}/refusals.csv": { may: IMPORT_READERS, ask: one("run") },

  "GET /workspaces": { may: KNOWN, withoutWorkspace: true },
  "POST /workspaces": {
    may: ["owner"],
    ask: () => ({ body: { slug: "brand-new", name: "New" } }),
    withoutWorkspace: true,
  },
  // A whole company with its history is made for whoever may.
  "POST /workspaces/sample": { may: ["owner"], withoutWorkspace: true, timeoutMs: 120_000 },
  "GET /workspaces/{slug}": { may: READERS, ask: workspace },
  "PATCH /workspaces/{slug}": {
    may: ADMINS,
    ask: (world) => ({ ...workspace(world), version: 1, body: { adoptionTarget: 0.7 } }),
  },
  // Only a sample may be deleted, which neither workspace is: that refusal is the command's own.
  "DELETE /workspaces/{slug}": { may: OWNERS, ask: workspace, letIn: [403] },

  "GET /audit": { may: ADMINS, foreign: "own answer" },
  "GET /audit/export": { may: ADMINS, foreign: "own answer" },
  "GET /audit/verification": { may: ADMINS, foreign: "own answer" },

  "GET /members": { may: ADMINS, foreign: "own answer" },
  "GET /members/{id}": { may: ADMINS, ask: member },
  "PATCH /members/{id}": {
    may: ADMINS,
    ask: (world) => ({ ...member(world), version: 1, body: { grants: [{ role: "author" }] } }),
    mixed: (own, other) => ({ ...member(own), version: 1, body: { personId: other.person } }),
  },
  "DELETE /members/{id}": { may: ADMINS, ask: member },
  "GET /members/{id}/sessions": { may: ADMINS, ask: member },
  "DELETE /members/{id}/sessions": { may: ADMINS, ask: member },
  "DELETE /members/{id}/sessions/{sessionId}": {
    may: ADMINS,
    ask: (world) => ({ params: { id: world.member.memberId, sessionId: world.memberSession } }),
    mixed: (own, other) => ({ params: { id: own.member.memberId, sessionId: other.memberSession } }),
  },
  "GET /invitations": { may: ADMINS, foreign: "own answer" },
  "POST /invitations": {
    may: ADMINS,
    ask: () => ({ body: { email: "new@example.com", grants: [{ role: "viewer" }] } }),
    mixed: (_own, other) => ({ body: { email: "new@example.com", personId: other.person } }),
    foreign: "own answer",
  },
  "DELETE /invitations/{id}": { may: ADMINS, ask: one("invitation") },
  // Whoever holds the link's token is who it was given to.
  "POST /invitations/preview": {
    may: EVERYBODY,
    ask: (world) => ({ body: { token: world.invitationToken } }),
    withoutWorkspace: true,
  },
  "POST /invitations/acceptance": {
    may: ["anonymous", ...ACCOUNTS],
    ask: (world) => ({
      body: { token: world.invitationToken, name: "New Member", password: "correct-horse-battery-7" },
    }),
    withoutWorkspace: true,
    // Whoever is signed in as somebody else is told so.
    letIn: [409],
  },

  "GET /tokens": { may: [...MEMBERS, ...ADMIN_TOKENS], foreign: "own answer" },
  "POST /tokens": {
    may: ADMINS,
    ask: () => ({ body: { name: "New", kind: "service", scopes: ["admin"] } }),
    foreign: "own answer",
  },
  "DELETE /tokens/{id}": { may: ADMINS, ask: one("token"), hidden: true },

  // The page to sign in on names every provider, and whose it is, to who is nobody yet.
  "GET /sign-in": { may: EVERYBODY, withoutWorkspace: true, namesProviders: true },
  "POST /session": {
    may: EVERYBODY,
    ask: () => ({ body: { email: "nobody@example.com", password: "wrong-password-1" } }),
    withoutWorkspace: true,
    letIn: [401, 429],
  },
  "POST /session/second-factor": {
    may: EVERYBODY,
    ask: () => ({ body: { code: "123456" } }),
    withoutWorkspace: true,
    letIn: [401, 429],
  },
  "GET /session": { may: ACCOUNTS, withoutWorkspace: true },
  "DELETE /session": { may: EVERYBODY, withoutWorkspace: true },
  "POST /set-up": {
    may: EVERYBODY,
    ask: () => ({
      body: { code: "AAAA-BBBB", name: "New", email: "new@example.com", password: "correct-horse-battery-7" },
    }),
    withoutWorkspace: true,
    // There are accounts already.
    letIn: [409],
  },
  "PATCH /account": {
    may: ACCOUNTS,
    ask: () => ({ version: 1, body: { name: "Renamed" } }),
    withoutWorkspace: true,
  },
  "POST /account/password": {
    // A session that reaches one workspace must not set what opens all of them.
    may: ACCOUNTS.filter((one) => one !== "owner, session for the other only"),
    ask: () => ({ body: { newPassword: "correct-horse-battery-7" } }),
    withoutWorkspace: true,
  },
  "POST /account/two-factor": password(),
  "POST /account/two-factor/confirmation": {
    may: ACCOUNTS,
    ask: () => ({ body: { code: "123456" } }),
    withoutWorkspace: true,
    letIn: [409, 422],
  },
  "DELETE /account/two-factor": password(),
  "POST /account/recovery-codes": password(),
  "GET /account/sessions": { may: ACCOUNTS, withoutWorkspace: true },
  "DELETE /account/sessions": { may: ACCOUNTS, withoutWorkspace: true },
  "DELETE /account/sessions/{id}": {
    may: ACCOUNTS,
    ask: (world) => ({ params: { id: world.memberSession } }),
    withoutWorkspace: true,
    // It is somebody else's.
    letIn: [404],
  },
  "GET /account/identities": { may: ACCOUNTS, withoutWorkspace: true },
  "POST /account/identities": {
    may: ACCOUNTS,
    ask: (world) => ({ body: { providerId: world.provider } }),
    withoutWorkspace: true,
    // The provider does not answer here; to who is no member of its workspace it does not exist.
    letIn: [404, 503],
  },
  "DELETE /account/identities/{id}": {
    may: ACCOUNTS,
    ask: (world) => ({ params: { id: world.provider } }),
    withoutWorkspace: true,
    // Nobody here has one.
    letIn: [404],
  },

  "GET /identity-providers": { may: OWNERS, foreign: "own answer" },
  "GET /identity-providers/{id}": { may: OWNERS, ask: one("provider") },
  "POST /identity-providers": {
    may: OWNERS,
    ask: () => ({
      body: { name: "New", issuer: "https://sso.example.com", clientId: "faultline", slug: "new-provider" },
    }),
    foreign: "own answer",
  },
  "POST /identity-providers/discovery": {
    may: OWNERS,
    ask: () => ({ body: { issuer: "https://sso.example.com" } }),
    foreign: "own answer",
  },
  "PATCH /identity-providers/{id}": {
    may: OWNERS,
    ask: (world) => ({ ...one("provider")(world), version: 1, body: { name: "Renamed" } }),
  },
  "DELETE /identity-providers/{id}": { may: OWNERS, ask: one("provider") },

  // The sender's signature is what lets it in, whoever else sends the request.
  "POST /hooks/{workspace}/{integration}": {
    may: EVERYBODY,
    ask: (world) => ({
      params: { workspace: world.slug, integration: world.integration },
      body: { object_kind: "push" },
    }),
    withoutWorkspace: true,
    letIn: [401],
  },

  "GET /repositories": listed(),
  "POST /repositories": {
    may: REPOSITORY_KEEPERS,
    ask: (world) => ({
      body: { name: "example.com/new", pathRules: [{ pattern: "*", services: [world.service] }] },
    }),
    foreign: 422,
  },
  "GET /repositories/{id}": { may: READERS, ask: one("repository") },
  "PATCH /repositories/{id}": {
    may: REPOSITORY_KEEPERS,
    ask: (world) => ({
      ...one("repository")(world),
      version: 1,
      body: { pathRules: [{ pattern: "*", services: [world.service] }] },
    }),
    mixed: (own, other) => ({
      ...one("repository")(own),
      version: 1,
      body: { pathRules: [{ pattern: "*", services: [other.service] }] },
    }),
  },
  "POST /repositories/{id}/rule-application": {
    may: REPOSITORY_KEEPERS,
    ask: (world) => ({ ...one("repository")(world), body: {} }),
  },

  "GET /agents": listed(),
  "POST /agents": {
    may: AGENT_KEEPERS,
    ask: (world) => ({ body: { slug: "new-agent", name: "New", owner: world.person } }),
    // The owner is named in the body.
    foreign: 422,
    mixed: (_, other) => ({ body: { slug: "new-agent", name: "New", owner: other.person } }),
  },
  "GET /agents/{slug}": { may: READERS, ask: agent },
  "PATCH /agents/{slug}": {
    may: AGENT_KEEPERS,
    ask: (world) => ({ ...agent(world), version: 1, body: { disabled: true } }),
    mixed: (own, other) => ({ ...agent(own), version: 1, body: { owner: other.person } }),
  },
  "GET /agent-actions": {
    may: READERS,
    ask: (world) => ({ query: { agent: world.agent } }),
  },
  "POST /agent-actions/authorize": {
    // A token that was made for one agent asks for no other.
    may: RECORDERS.filter((caller) => caller !== "token: read, write, people, of another agent"),
    ask: (world) => ({ body: actionOf(world.agent, world.service) }),
    // The agent is named in the body.
    foreign: 422,
    mixed: (own, other) => ({ body: actionOf(own.agent, other.service) }),
  },
  "GET /agent-actions/{id}": { may: READERS, ask: action },
  "POST /agent-actions/{id}/outcome": {
    may: RECORDERS,
    ask: (world) => ({ ...action(world), body: { status: "succeeded", summary: "It was restarted." } }),
    // Of those who may, it is told only by whoever asked.
    letIn: [403],
  },

  "GET /integrations": { may: ADMINS, foreign: "own answer" },
  "POST /integrations": {
    may: ADMINS,
    ask: () => ({ body: { kind: "gitlab", name: "New source" } }),
    foreign: "own answer",
  },
  "GET /integrations/{id}": { may: ADMINS, ask: one("integration") },
  "PATCH /integrations/{id}": {
    may: ADMINS,
    ask: (world) => ({ ...one("integration")(world), version: 1, body: { disabled: true } }),
  },
  "DELETE /integrations/{id}": { may: ADMINS, ask: one("integration") },
  "GET /integrations/{id}/secret": { may: ADMINS, ask: one("integration") },
  "POST /integrations/{id}/secret": {
    may: ADMINS,
    ask: (world) => ({ ...one("integration")(world), version: 1 }),
  },
  "GET /integrations/{id}/commit-statuses": { may: ADMINS, ask: one("integration") },
  "GET /integrations/{id}/deliveries": { may: ADMINS, ask: one("integration") },
  "GET /integrations/{id}/deliveries/{deliveryId}": {
    may: ADMINS,
    ask: delivery,
    mixed: (own, other) => ({ params: { id: own.integration, deliveryId: other.delivery } }),
  },
  "POST /integrations/{id}/deliveries/{deliveryId}/redelivery": {
    may: ADMINS,
    ask: delivery,
    mixed: (own, other) => ({ params: { id: own.integration, deliveryId: other.delivery } }),
  },

  "GET /notification-channels": { may: ADMINS, foreign: "own answer" },
  "POST /notification-channels": {
    may: ADMINS,
    ask: () => ({
      body: {
        kind: "webhook",
        name: "New channel",
        url: "https://hooks.example.com/in",
        events: ["gate.held"],
      },
    }),
    foreign: "own answer",
  },
  "GET /notification-channels/{id}": { may: ADMINS, ask: one("channel") },
  "PATCH /notification-channels/{id}": {
    may: ADMINS,
    ask: (world) => ({ ...one("channel")(world), version: 1, body: { name: "Renamed" } }),
  },
  "DELETE /notification-channels/{id}": { may: ADMINS, ask: one("channel") },
  "POST /notification-channels/{id}/secret": {
    may: ADMINS,
    ask: (world) => ({ ...one("channel")(world), version: 1 }),
  },
  "POST /notification-channels/{id}/test": {
    may: ADMINS,
    ask: (world) => ({ ...one("channel")(world), body: {} }),
  },
  "GET /notification-channels/{id}/notifications": { may: ADMINS, ask: one("channel") },
  "POST /notification-channels/{id}/notifications/{notificationId}/resending": {
    may: ADMINS,
    ask: notification,
    mixed: (own, other) => ({ params: { id: own.channel, notificationId: other.notification } }),
  },
};

/** What somebody who may not is told. */
export function refusalOf(entry: Entry, caller: Caller): number {
  if (caller === "anonymous" || caller === "revoked token" || caller === "expired token") return 401;
  if (entry.hidden && MEMBERS.some((member) => member === caller)) return 404;
  const isStranger = !READERS.includes(caller) && caller !== "token: admin";
  return isStranger && entry.withoutWorkspace === undefined ? 404 : 403;
}
