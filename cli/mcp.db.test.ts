import { createServer, type Server } from "node:http";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { type TestApi, testApi } from "@/server/api/testing/api";
import { giveToken } from "@/server/api/testing/callers";
import { serveHttp } from "./mcp/serve-http";

const database = testDatabase();
let api: TestApi;
let web: Server;
let tools: Server;
let url = "";
let toolsUrl = "";
let readOnly = "";
let ofNight = "";
let byStdio: Client;
let byHttp: Client;

beforeAll(async () => {
  api = await testApi(database);
  const must = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await api.send("POST", path, body, headers);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };
  await must("/services", { slug: "checkout", name: "Checkout" });
  await must("/people", { name: "Ada", level: "senior", email: "ada@acme.test" });
  await must("/agents", {
    slug: "runbook",
    name: "Runbook Agent",
    owner: "ada@acme.test",
    tool: "claude",
    permissions: [
      { environments: ["*"], actions: ["restart", "delete environment"], autonomy: "act-alone" },
      { environments: ["*"], actions: ["resize"], autonomy: "suggest" },
    ],
  });
  await must("/agents", { slug: "night", name: "Night Agent", owner: "ada@acme.test", permissions: [] });
  const name = "DNS needs a second person";
  const rule = { id: "dns", name, mode: "enforce", when: { kinds: ["dns"] }, require: { approvals: 1 } };
  const policy = { policy: { rules: [rule] }, reason: "A wrong record takes everything down." };
  await must("/policy/versions", policy, { "if-match": '"0"' });
  await must("/incidents", {
    title: "Shoppers cannot check out",
    severity: "SEV2",
    impacts: [{ service: "checkout", level: "major", startedAt: "2026-03-18T10:00:00Z" }],
  });
  web = serverOf(api);
  url = await listen(web);
  const served = await serveHttp({ url, workspace: api.workspace, version: "test" }, 0);
  tools = served.server;
  toolsUrl = served.address;
  const body = { kind: "service", name: "night", scopes: ["read", "write"], agent: "night" };
  ofNight = String((await must("/tokens", body)).token);
  readOnly = await giveToken(database.db, api.workspaceId, { scopes: ["read"] });
  byStdio = new Client({ name: "tests", version: "1" });
  await byStdio.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ["cli/faultline.mjs", "mcp"],
      env: { PATH: process.env.PATH ?? "", FAULTLINE_URL: url, FAULTLINE_TOKEN: api.token },
    }),
  );
  byHttp = await connected(api.token);
}, 60_000);

afterAll(async () => {
  await byStdio?.close();
  await byHttp?.close();
  web?.close();
  tools?.close();
});

/** The API behind a real socket, as the tools meet it. */
function serverOf({ app }: TestApi): Server {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await app.request(`http://${request.headers.host}${request.url}`, {
      method: request.method ?? "GET",
      headers: Object.entries(request.headers).map(
        ([name, value]) => [name, String(value)] as [string, string],
      ),
      ...(chunks.length === 0 ? {} : { body: new Uint8Array(Buffer.concat(chunks)) }),
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

async function connected(token: string): Promise<Client> {
  const client = new Client({ name: "tests", version: "1" });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(toolsUrl), { requestInit: { headers } }));
  return client;
}

interface Told {
  text: string;
  isError: boolean;
  answer: Record<string, unknown>;
}

const called = new Map<Client, Set<string>>();

async function call(client: Client, name: string, input: Record<string, unknown>): Promise<Told> {
  called.set(client, (called.get(client) ?? new Set()).add(name));
  const result = await client.callTool({ name, arguments: input });
  const [first] = result.content as { type: string; text: string }[];
  const answer = (result.structuredContent ?? {}) as Record<string, unknown>;
  return { text: first?.text ?? "", isError: result.isError === true, answer };
}

const asking = (action: string) => ({
  agent: "runbook",
  action,
  target: "checkout-worker",
  environment: "production",
  reason: "Requests time out.",
});

describe.each([
  ["standard input and output", () => byStdio],
  ["HTTP", () => byHttp],
])("over %s", (_, client) => {
  test("it names its tools with what they take, and says when to use them", async () => {
    const { tools: listed } = await client().listTools();
    expect(listed.map(({ name }) => name).sort()).toEqual([
      "ask_gate",
      "check_authorization",
      "declare_ai_involvement",
      "log_change",
      "look_up_incident",
      "report_outcome",
      "request_authorization",
    ]);
    const leave = listed.find(({ name }) => name === "request_authorization");
    expect(leave?.inputSchema.required).toEqual(
      expect.arrayContaining(["agent", "action", "target", "environment", "reason"]),
    );
    expect(client().getInstructions()).toContain("request_authorization");
  });

  test("an agent asks leave, acts, and tells of it", async () => {
    const leave = await call(client(), "request_authorization", asking("restart"));
    expect(leave.text).toMatch(/^ALLOWED until 2026/);
    const { id } = leave.answer;
    const outcome = { id, status: "succeeded", summary: "Restarted." };
    const told = await call(client(), "report_outcome", outcome);
    expect(told).toMatchObject({ isError: false, answer: { flag: null, state: "succeeded" } });
    expect(await call(client(), "report_outcome", outcome)).toEqual(told);
    const denied = await call(client(), "request_authorization", asking("resize"));
    expect(denied.text).toMatch(/^DENIED\..*\nDo not act/);
    const against = await call(client(), "report_outcome", { ...outcome, id: denied.answer.id });
    expect(against.text).toContain("FLAGGED: Acted without leave");
  });

  test("what destroys waits for a person, and the agent is told to wait", async () => {
    const leave = await call(client(), "request_authorization", {
      ...asking("delete environment"),
      waitSeconds: 1,
    });
    expect(leave.text).toMatch(/^NEEDS APPROVAL\. .*\nDo not act\./);
    const checked = await call(client(), "check_authorization", { id: leave.answer.id });
    expect(checked.answer).toMatchObject({ state: "waiting", destructive: true });
  });

  test("it logs a change, declares AI's part in it, and finds the incident", async () => {
    const logged = await call(client(), "log_change", {
      kind: "config",
      title: "Raise the limit",
      services: ["checkout"],
    });
    const declared = await call(client(), "declare_ai_involvement", {
      change: logged.answer.id,
      role: "wrote-code",
      tool: "claude",
      reason: "It wrote the new value.",
    });
    expect(declared.text).toContain("(AI, wrote-code, claude, declared)");
    const found = await call(client(), "look_up_incident", { q: "shoppers", open: true });
    expect(found.text).toBe(
      "INC-1 SEV2 triage: Shoppers cannot check out, since 2026-03-18T10:00:00.000Z; hit checkout",
    );
    expect((await call(client(), "look_up_incident", { incident: "INC-1" })).answer).toMatchObject({
      number: 1,
    });
  });

  test("it asks the gate, and is told plainly not to let out what is held", async () => {
    const logged = (kind: string) =>
      call(client(), "log_change", { kind, title: "Shorten the TTL", services: ["checkout"] });
    const free = await call(client(), "ask_gate", { change: (await logged("config")).answer.id });
    expect(free).toMatchObject({ isError: false, answer: { decision: "allow" } });
    expect(free.text).toMatch(/^ALLOW\. /);
    const held = await call(client(), "ask_gate", { change: (await logged("dns")).answer.id });
    expect(held).toMatchObject({ isError: false, answer: { decision: "hold", missing: { approvals: 1 } } });
    expect(held.text).toMatch(/^HOLD\. .*DNS needs a second person.*\nDo not let it out\./s);
    const unheard = { repository: "github.com/acme/shop", revision: "a".repeat(40) };
    expect((await call(client(), "ask_gate", unheard)).answer).toMatchObject({ onRecord: false });
    const part = await call(client(), "ask_gate", { ...unheard, revision: "abc" });
    expect(part).toMatchObject({ isError: true, text: expect.stringContaining("[422 ") });
  });

  test("refusals come as the tool's own words with what to do next", async () => {
    const unknown = await call(client(), "request_authorization", { ...asking("restart"), agent: "nobody" });
    expect(unknown.isError).toBe(true);
    expect(unknown.text).toContain("No agent nobody is in the register");
    expect(unknown.text).toContain("[422 unknown-agent]\nNext: put the named value right");
    const missing = await call(client(), "look_up_incident", { incident: "INC-999" });
    expect(missing).toMatchObject({
      isError: true,
      text: expect.stringContaining("Next: check the name or id"),
    });
    const unread = await call(client(), "log_change", { kind: "magic", title: "x" });
    expect(unread).toMatchObject({ isError: true, text: expect.stringContaining("kind") });
    const none = await call(client(), "declare_ai_involvement", {
      change: "nowhere",
      role: "acted",
      reason: "x",
    });
    expect(none).toMatchObject({ isError: true, text: expect.stringContaining("Log it first") });
  });

  test("none of its tools was left out here", async () => {
    const { tools: listed } = await client().listTools();
    expect([...(called.get(client()) ?? [])].sort()).toEqual(listed.map(({ name }) => name).sort());
  });
});

describe("the HTTP server", () => {
  test("acts as whoever calls: their token decides, on each request", async () => {
    const client = await connected(readOnly);
    expect((await call(client, "look_up_incident", { q: "shoppers" })).isError).toBe(false);
    const refused = await call(client, "request_authorization", asking("restart"));
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining("[403 not-allowed]") });
    await client.close();
    const night = await connected(ofNight);
    const other = await call(night, "request_authorization", asking("restart"));
    expect(other).toMatchObject({
      isError: true,
      text: expect.stringContaining("[403 token-of-another-agent]"),
    });
    const own = await call(night, "request_authorization", { ...asking("restart"), agent: "night" });
    expect(own.isError).toBe(false);
    await night.close();
    const wrong = await connected("fl_wrong");
    expect((await call(wrong, "look_up_incident", {})).text).toContain("[401");
    await wrong.close();
  });

  test("refuses other names, other sites, and whoever brings no token", async () => {
    const post = (headers: Record<string, string>, path = toolsUrl) =>
      fetch(path, { method: "POST", headers: { authorization: "Bearer x", ...headers }, body: "{}" });
    expect((await post({ origin: "https://evil.example" })).status).toBe(403);
    expect((await fetch(toolsUrl, { method: "POST", body: "{}" })).status).toBe(401);
    expect((await fetch(toolsUrl)).status).toBe(405);
    expect((await post({}, toolsUrl.replace("/mcp", "/other"))).status).toBe(404);
    expect(await statusWithHost(toolsUrl, "evil.example")).toBe(403);
  });

  test("says so when Faultline cannot be reached: no answer is no leave", async () => {
    const nowhere = await serveHttp({ url: "http://127.0.0.1:9", version: "test" }, 0);
    const client = new Client({ name: "tests", version: "1" });
    const headers = { authorization: "Bearer x" };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(nowhere.address), { requestInit: { headers } }),
    );
    const told = await call(client, "request_authorization", asking("restart"));
    expect(told.isError).toBe(true);
    expect(told.text).toContain("No answer is no leave");
    await client.close();
    nowhere.server.close();
  });
});

/** Fetch sets the host itself, so this goes by the module below it. */
async function statusWithHost(address: string, host: string): Promise<number | undefined> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const sent = request(address, { method: "POST", headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end("{}");
  });
}
