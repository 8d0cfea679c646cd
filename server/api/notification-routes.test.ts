import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { notifyAll } from "@/server/notification/notify";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
let api: TestApi;
beforeAll(async () => {
  api = await testApi(database);
});

interface Made {
  channel: { id: string; name: string };
  secret: string | null;
}
let count = 0;
const url = "https://hooks.slack.example.com/services/T0/B0/very-secret-part";

async function make(given: Record<string, unknown> = {}): Promise<Made> {
  count += 1;
  const answer = await api.send("POST", "/notification-channels", {
    kind: "webhook",
    name: `Channel ${count}`,
    url,
    events: ["gate.held", "sign-off.requested"],
    ...given,
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as unknown as Made;
}

const tell = (times: number) =>
  notifyAll(
    {
      db: database.db,
      actor: { kind: "system", name: "tests" },
      now: api.now,
      workspaceId: api.workspaceId,
      requestId: "tests",
    },
    Array.from({ length: times }, (_, at) => ({
      event: "gate.held" as const,
      told: { title: `Change ${at}`, sentence: "Held.", path: "/gate", facts: [], data: {} },
    })),
  );

describe("a channel", () => {
  test("tells a webhook's secret once, and neither it nor the address ever again", async () => {
    const { channel, secret } = await make();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(channel).toMatchObject({
      host: "hooks.slack.example.com",
      events: ["sign-off.requested", "gate.held"],
      disabledAt: null,
      waiting: 0,
      failedLately: 0,
      version: 1,
    });
    const { rows } = await database.db.execute<{ text: string }>(
      sql`select c::text as text from notification_channel c union all select a::text from audit_event a`,
    );
    const answers = await Promise.all([
      api.send("GET", "/notification-channels"),
      api.send("GET", `/notification-channels/${channel.id}`),
    ]);
    const all = [...rows.map(({ text }) => text), ...answers.map(({ text }) => text)].join();
    expect(all).not.toContain(secret);
    expect(all).not.toContain("very-secret-part");
  });

  test("of Slack has no secret but its address, so there is none to make anew", async () => {
    const { channel, secret } = await make({ kind: "slack" });
    expect(secret).toBeNull();
    const path = `/notification-channels/${channel.id}/secret`;
    const answer = await api.send("POST", path, undefined, { "if-match": '"1"' });
    expect([answer.status, answer.body.code]).toEqual([409, "no-secret"]);
  });

  test.each([
    [{ url: "http://hooks.example.com/in" }, "url", "invalid-address"],
    [{ url: "https://10.0.0.1/in" }, "url", "invalid-address"],
    [{ events: [] }, "events", null],
    [{ events: ["nothing"] }, "events.0", null],
    [{ name: " " }, "name", null],
  ])("with %j is refused with the field named", async (wrong, field, code) => {
    const given = { kind: "webhook", name: "Wrong", url, events: ["gate.held"], ...wrong };
    const answer = await api.send("POST", "/notification-channels", given);
    expect([answer.status, answer.body.field]).toEqual([422, field]);
    if (code !== null) expect(answer.body.code).toBe(code);
  });

  test("is edited from the version that was read, and its name belongs to it alone", async () => {
    const [{ channel }, other] = [await make(), await make()];
    const edit = (body: object, version: number) =>
      api.send("PATCH", `/notification-channels/${channel.id}`, body, { "if-match": `"${version}"` });
    const moved = await edit({ url: "https://chat.example.com/in", events: ["break-glass.opened"] }, 1);
    expect(moved.body).toMatchObject({
      host: "chat.example.com",
      events: ["break-glass.opened"],
      version: 2,
    });
    expect((await edit({ disabled: true }, 1)).status).toBe(412);
    const taken = await edit({ name: other.channel.name.toUpperCase() }, 2);
    expect([taken.status, taken.body.code]).toEqual([409, "notification-channel-exists"]);
    expect((await edit({ url: "https://192.168.0.1/" }, 2)).status).toBe(422);
  });

  test("that is switched off gives up what waits, is told of nothing and takes no test", async () => {
    const { channel } = await make();
    const path = `/notification-channels/${channel.id}`;
    await tell(2);
    expect((await api.send("GET", path)).body.waiting).toBe(2);
    const off = await api.send("PATCH", path, { disabled: true }, { "if-match": '"1"' });
    expect(off.body).toMatchObject({ waiting: 0, failedLately: 2 });
    await tell(1);
    const { body } = await api.send("GET", `${path}/notifications`);
    const [first, ...more] = body.notifications as { id: string; lastError: string }[];
    expect([first?.lastError, more.length]).toEqual([
      "The channel was switched off before this was sent.",
      1,
    ]);
    expect((await api.send("POST", `${path}/test`, {})).body.code).toBe("channel-switched-off");
    const again = await api.send("POST", `${path}/notifications/${first?.id}/resending`, {});
    expect(again.body.code).toBe("channel-switched-off");
  });

  test("shows what was sent in pages, newest first, takes a test and sends one again", async () => {
    const { channel } = await make();
    const path = `/notification-channels/${channel.id}`;
    await tell(3);
    api.now = new Date(api.now.getTime() + 1000);
    const tested = await api.send("POST", `${path}/test`, {});
    expect([tested.status, tested.body.event, tested.body.status]).toEqual([202, "test", "waiting"]);
    const first = await api.send("GET", `${path}/notifications?limit=2`);
    const second = await api.send(
      "GET",
      `${path}/notifications?limit=2&cursor=${String(first.body.nextCursor)}`,
    );
    const shown = [first, second].flatMap(
      ({ body }) => body.notifications as { id: string; event: string }[],
    );
    expect(shown.map(({ event }) => event)).toEqual(["test", "gate.held", "gate.held", "gate.held"]);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(4);
    expect(second.body.nextCursor).toBeNull();
    await database.db.execute(sql`update notification set status = 'failed', due_at = null, attempts = 9`);
    const again = await api.send("POST", `${path}/notifications/${shown[0]?.id}/resending`, {});
    expect(again.body).toMatchObject({ id: shown[0]?.id, status: "waiting", attempts: 0 });
    const failed = await api.send("GET", `${path}/notifications?status=failed`);
    expect((failed.body.notifications as unknown[]).length).toBe(3);
  });

  test("gets another secret, and the one before it signs for a day more", async () => {
    const { channel, secret } = await make();
    const path = `/notification-channels/${channel.id}/secret`;
    const rotated = await api.send("POST", path, undefined, { "if-match": '"1"' });
    expect(rotated.body.secret).not.toBe(secret);
    const until = new Date(api.now.getTime() + 86_400_000).toISOString();
    expect(rotated.body.channel).toMatchObject({ oldSecretUntil: until, version: 2 });
    expect((await api.send("POST", path, undefined, { "if-match": '"1"' })).status).toBe(412);
  });

  test("goes with its log", async () => {
    const { channel } = await make();
    await tell(1);
    expect((await api.send("DELETE", `/notification-channels/${channel.id}`)).status).toBe(204);
    expect((await api.send("GET", `/notification-channels/${channel.id}/notifications`)).status).toBe(404);
  });
});
