import type { lookup } from "node:dns";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditEvent, notification, notificationChannel, workspace } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { NotificationEvent } from "@/domain/notification/events";
import { type Ctx, inTransaction } from "@/server/context";
import { makeSecret, sealSecret, sealUrl } from "./channel-secrets";
import { notify, notifyAll } from "./notify";
import { pruneNotifications } from "./prune";
import { receiverOf } from "./receivers";
import { type Working, workOffDue } from "./work";
import { NotificationWorker } from "./worker";

const database = testDatabase();
const NOW = new Date("2026-03-18T12:00:00Z");
const told = {
  title: "Raise the pool size",
  sentence: "Needs one senior.",
  path: "/sign-offs",
  facts: [],
  data: { requestId: "r1" },
};

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
let server: Server;
let origin: string;
let received: Received[] = [];
let answer: (path: string, response: ServerResponse) => void;
let ctx: Ctx;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    received.push({
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(parts).toString("utf8"),
    });
    answer(request.url ?? "", response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  await database.db.delete(workspace);
  received = [];
  answer = (_, response) => response.writeHead(204).end();
  const workspaceId = uuidv7();
  await database.db
    .insert(workspace)
    .values({ workspaceId, slug: "acme", name: "Acme", timeZone: "UTC", createdAt: NOW, updatedAt: NOW });
  ctx = {
    db: database.db,
    actor: { kind: "system", name: "tests" },
    now: NOW,
    workspaceId,
    requestId: "tests",
  };
});

const working = (given: Partial<Working> = {}): Working => ({
  db: database.db,
  now: NOW,
  privateHosts: ["127.0.0.1"],
  origin: "https://faultline.example.com",
  chance: () => 0.5,
  timeoutMs: 2_000,
  ...given,
});

type Given = Partial<typeof notificationChannel.$inferInsert> & { url?: string; secrets?: string[] };

async function channel({ url = `${origin}/in`, secrets = [makeSecret()], ...given }: Given = {}) {
  const place = { workspaceId: ctx.workspaceId, id: uuidv7() };
  const [secret = "", old] = secrets;
  await database.db.insert(notificationChannel).values({
    ...place,
    kind: "webhook",
    name: place.id,
    sealedUrl: sealUrl(place, url),
    host: new URL(url).host,
    sealedSecret: sealSecret(place, secret),
    sealedOldSecret: old === undefined ? null : sealSecret(place, old),
    events: ["sign-off.requested"],
    createdBy: "tests",
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  });
  return place.id;
}

const rowsOf = (channelId: string) =>
  database.db.select().from(notification).where(eq(notification.channelId, channelId));
async function only(channelId: string) {
  const [row, ...more] = await rowsOf(channelId);
  expect(more).toEqual([]);
  if (row === undefined) throw new Error("Nothing was put down.");
  return row;
}
const tell = (event: NotificationEvent = "sign-off.requested") => notify(ctx, event, told);

test("what is told reaches the channels that chose it, signed so that its receiver can verify it", async () => {
  const secrets = [makeSecret(), makeSecret()];
  const id = await channel({ secrets, oldSecretUntil: new Date("2100-01-01T00:00:00Z") });
  await channel({ url: `${origin}/other`, events: ["gate.held"] });
  await channel({ url: `${origin}/off`, disabledAt: NOW });
  await tell();
  // The receiver's library goes by the real clock.
  await workOffDue(working({ now: new Date(), origin: null }));
  expect(received.map(({ path }) => path)).toEqual(["/in"]);
  const { headers, body } = received[0] ?? { headers: {} as IncomingHttpHeaders, body: "" };
  for (const secret of secrets) {
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: "sign-off.requested",
      workspace: "acme",
      data: { title: "Raise the pool size", requestId: "r1", url: null },
    });
  }
  const row = await only(id);
  expect(row).toMatchObject({ status: "sent", responseStatus: 204, attempts: 1, dueAt: null });
  expect(headers["webhook-id"]).toBe(row.id);
});

test("after a rotation both secrets sign for as long as the old one is taken, and then the new one alone", async () => {
  const secrets = [makeSecret(), makeSecret()];
  const until = new Date(NOW.getTime() + 3_600_000);
  await channel({ secrets, oldSecretUntil: until });
  await tell();
  await workOffDue(working());
  ctx = { ...ctx, now: until };
  await tell();
  await workOffDue(working({ now: until }));
  const signatures = received.map(({ headers }) => String(headers["webhook-signature"]).split(" "));
  expect(signatures.map(({ length }) => length)).toEqual([2, 1]);
  const [first] = received;
  const expected = secrets.map((one) =>
    new Webhook(one).sign(String(first?.headers["webhook-id"]), NOW, first?.body ?? ""),
  );
  expect(signatures[0]).toEqual(expected);
});

test("what a transaction that is undone would have told is told to nobody", async () => {
  const id = await channel();
  const undone = inTransaction(ctx, async (tx) => {
    await notify(tx, "sign-off.requested", told);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await rowsOf(id)).toEqual([]);
});

test("a reminder is put down once, however often it is asked for", async () => {
  const id = await channel();
  const notice = { event: "sign-off.requested" as const, told, onceFor: "r1 due" };
  await notifyAll(ctx, [notice, { ...notice, onceFor: "r2 due" }]);
  await notifyAll(ctx, [notice]);
  expect((await rowsOf(id)).length).toBe(2);
});

test("a failure is tried again as the schedule says, with its reason, until it is given up", async () => {
  const id = await channel();
  answer = (_, response) => response.writeHead(500).end("no <b>disk</b>\n left");
  await tell();
  let now = NOW;
  const dues: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    await workOffDue(working({ now }));
    const { dueAt } = await only(id);
    if (dueAt === null) break;
    dues.push((dueAt.getTime() - now.getTime()) / 1000);
    now = dueAt;
  }
  expect(dues).toEqual([5, 60, 300, 1800, 7200, 18_000, 36_000, 86_400]);
  expect(received.length).toBe(9);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(await only(id)).toMatchObject({
    status: "failed",
    attempts: 9,
    responseStatus: 500,
    lastError: "It answered 500: no <b>disk</b> left",
  });
});

test("a receiver's own pause is kept to, and a success after it settles the matter", async () => {
  const id = await channel();
  answer = (_, response) => response.writeHead(429, { "retry-after": "90" }).end();
  await tell();
  await workOffDue(working());
  const dueAt = new Date(NOW.getTime() + 90_000);
  expect(await only(id)).toMatchObject({ status: "waiting", dueAt, responseStatus: 429 });
  answer = (_, response) => response.writeHead(200).end("ok");
  await workOffDue(working({ now: dueAt }));
  expect(await only(id)).toMatchObject({ status: "sent", lastError: null, responseStatus: 200, attempts: 2 });
});

test("410 switches the channel off, gives up what waits for it, and stands in the trail", async () => {
  const id = await channel();
  answer = (_, response) => response.writeHead(410).end();
  await tell();
  await tell();
  await workOffDue(working());
  expect(received.length).toBe(1);
  expect((await rowsOf(id)).map(({ status }) => status)).toEqual(["failed", "failed"]);
  const [row] = await database.db.select().from(notificationChannel).where(eq(notificationChannel.id, id));
  expect(row).toMatchObject({ disabledAt: NOW, disabledReason: "Its receiver answered 410: it is gone." });
  const events = await database.db.select().from(auditEvent).where(eq(auditEvent.objectId, id));
  expect(events.map(({ action }) => action)).toEqual(["notification-channel.switch-off"]);
});

test("no redirect is followed, and the log says so", async () => {
  const id = await channel();
  answer = (path, response) =>
    path === "/in" ? response.writeHead(307, { location: "/elsewhere" }).end() : response.end();
  await tell();
  await workOffDue(working());
  expect(received.map(({ path }) => path)).toEqual(["/in"]);
  expect((await only(id)).lastError).toMatch(/a redirect, which is not followed/);
});

test("an answer without end counts by its status; one that never comes is a failure in its time", async () => {
  const [endless, never] = [
    await channel({ url: `${origin}/endless` }),
    await channel({ url: `${origin}/never` }),
  ];
  answer = (path, response) => {
    if (path === "/never") return;
    response.writeHead(200);
    const more = () => response.destroyed || response.write("x".repeat(65_536), more);
    more();
  };
  await tell();
  await workOffDue(working({ timeoutMs: 300 }));
  expect((await only(endless)).status).toBe("sent");
  expect(await only(never)).toMatchObject({ status: "waiting", responseStatus: null });
  expect((await only(never)).lastError).toMatch(/did not answer: it took too long/);
});

type Resolved = { address: string; family: number }[];
const namesFor = (found: Resolved) =>
  ((_name: string, _options: unknown, done: (error: null, found: Resolved) => void) =>
    done(null, found)) as unknown as typeof lookup;

test.each([
  ["private", [{ address: "10.0.0.7", family: 4 }]],
  ["loopback", [{ address: "127.0.0.1", family: 4 }]],
  ["a cloud's metadata", [{ address: "169.254.169.254", family: 4 }]],
  ["IPv4 in IPv6 clothes", [{ address: "::ffff:127.0.0.1", family: 6 }]],
  ["unique local", [{ address: "fd00:ec2::254", family: 6 }]],
  ["translated", [{ address: "64:ff9b::7f00:1", family: 6 }]],
  [
    "one inside beside one outside",
    [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ],
  ],
])("a name that resolves to an address that is %s is not connected to", async (_, found) => {
  const { port } = new URL(origin);
  const id = await channel({ url: `http://rebind.example.com:${port}/in` });
  await tell();
  await workOffDue(working({ lookup: namesFor(found) }));
  expect(received).toEqual([]);
  expect((await only(id)).lastError).toMatch(/does not connect to.*FAULTLINE_PRIVATE_RECEIVERS/);
});

test("a name is resolved once for each try, and what it resolved to is what is connected to", async () => {
  const { port } = new URL(origin);
  const id = await channel({ url: `http://inside.example.com:${port}/in` });
  let asked = 0;
  const names = namesFor([{ address: "127.0.0.1", family: 4 }]);
  const counted = ((...given: Parameters<typeof names>) => {
    asked += 1;
    return names(...given);
  }) as typeof lookup;
  await tell();
  // Named by the operator, a host may be in the own network, but not on this machine under another name.
  await workOffDue(working({ lookup: counted, privateHosts: ["inside.example.com"] }));
  expect([asked, received.length]).toEqual([1, 0]);
  expect((await only(id)).lastError).toMatch(/does not connect to/);
});

test.each([
  ["http://hooks.example.com/in", /https address/],
  ["ftp://hooks.example.com/in", /https address/],
  ["https://user:secret@hooks.example.com/in", /user and password/],
  ["hooks.example.com", /whole address/],
  ["https://10.1.2.3/in", /does not connect/],
  ["https://[::ffff:10.1.2.3]/in", /does not connect/],
  ["https://0x7f.1/in", /does not connect/],
  ["https://localhost/in", /does not connect/],
  ["https://169.254.169.254/latest/meta-data", /does not connect/],
])("%s is refused when it is entered", (address, message) => {
  expect(() => receiverOf(address, [])).toThrow(message);
});

test("the operator names hosts that may be inside and without https", () => {
  const named = ["hooks.internal", "localhost"];
  expect(receiverOf("http://hooks.internal:8080/in", named).host).toBe("hooks.internal:8080");
  expect(receiverOf("http://localhost:9/in", named).host).toBe("localhost:9");
  expect(() => receiverOf("http://169.254.169.254/", ["169.254.169.254"])).toThrow(/does not connect/);
});

test("a channel that hangs holds up no other, and its own are sent one after the other", async () => {
  await channel({ url: `${origin}/hangs` });
  await channel({ url: `${origin}/works` });
  const hanging: ServerResponse[] = [];
  answer = (path, response) => {
    if (path === "/hangs") hanging.push(response);
    else response.end();
  };
  for (let at = 0; at < 4; at += 1) await tell();
  const faults: unknown[] = [];
  const worker = new NotificationWorker({
    working: () => working({ timeoutMs: 20_000 }),
    onFault: (error) => faults.push(error),
  });
  worker.wake();
  const count = (path: string) => received.filter((one) => one.path === path).length;
  await expect.poll(() => count("/works"), { timeout: 10_000 }).toBe(4);
  expect(count("/hangs")).toBe(1);
  answer = (_, response) => response.end();
  for (const response of hanging) response.end();
  await expect.poll(() => count("/hangs"), { timeout: 10_000 }).toBe(4);
  const left = () => database.db.select().from(notification).where(eq(notification.status, "waiting"));
  await expect.poll(async () => (await left()).length, { timeout: 10_000 }).toBe(0);
  expect(faults).toEqual([]);
});

test("the log forgets what was sent after a month and what failed after three", async () => {
  const id = await channel();
  for (let at = 0; at < 3; at += 1) await tell();
  const [sent, failed] = await rowsOf(id);
  const settledAt = new Date("2026-01-31T12:00:00Z");
  const settle = (row: typeof sent, status: "sent" | "failed") =>
    database.db
      .update(notification)
      .set({ status, settledAt, dueAt: null })
      .where(eq(notification.id, row?.id ?? ""));
  await settle(sent, "sent");
  await settle(failed, "failed");
  expect(await pruneNotifications(database.db, NOW)).toBe(1);
  expect((await rowsOf(id)).map(({ status }) => status).sort()).toEqual(["failed", "waiting"]);
  expect(await pruneNotifications(database.db, new Date("2026-06-01T00:00:00Z"))).toBe(1);
});
