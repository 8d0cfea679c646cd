import { connect, createServer, type Server, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDatabase, type DatabaseHandle } from "@/db/client";
import { type TestDatabase, testDatabase } from "@/db/testing/test-database";
import { untilBlocked } from "@/db/testing/until-blocked";
import { verifyRollups } from "@/server/rollup/verify";
import { createApi } from "./app";
import { type TestApi, testApi } from "./testing/api";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();

// Every failure here is meant, and each would be logged with its stack.
beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const SERVICES = ["a", "b", "c"];
const outage = (title: string) => ({
  title,
  severity: "SEV2",
  impacts: SERVICES.map((service) => ({
    service,
    fraction: 0.5,
    startedAt: "2026-03-17T10:00:00Z",
    endedAt: "2026-03-17T11:00:00Z",
  })),
  resolvedAt: "2026-03-17T11:00:00Z",
  causes: [{ kind: "dns", role: "primary", status: "suspected" }],
});

/** The API with a workspace of its own, whose requests go through the given pool. */
async function apiOn(handle: DatabaseHandle): Promise<TestApi> {
  const api = await testApi(database);
  for (const slug of SERVICES) await api.send("POST", "/services", { slug, name: slug });
  api.app = createApi(
    testDependencies(
      () => handle.db,
      () => api.now,
    ),
  );
  return api;
}

async function verified(api: TestApi) {
  const ctx = {
    db: database.db,
    actor: { kind: "system", name: "test" } as const,
    now: api.now,
    workspaceId: api.workspaceId,
    requestId: "verify",
  };
  return (await verifyRollups(ctx)).differences;
}

/** Every row of an incident, or none: what a transaction cut in the middle must leave. */
async function rowsPerIncident(api: TestApi) {
  const result = await database.db.execute<{
    number: number;
    impacts: number;
    causes: number;
    events: number;
    audits: number;
  }>(sql`
    select i.number,
      (select count(*)::int from impact x where x.workspace_id = i.workspace_id and x.incident_id = i.id) as impacts,
      (select count(*)::int from cause_revision x where x.workspace_id = i.workspace_id and x.incident_id = i.id) as causes,
      (select count(*)::int from timeline_event x where x.workspace_id = i.workspace_id and x.incident_id = i.id) as events,
      (select count(*)::int from audit_event x where x.workspace_id = i.workspace_id and x.object_id = i.id::text) as audits
    from incident i where i.workspace_id = ${api.workspaceId} order by i.number`);
  return result.rows;
}

async function countOf(table: string, api: TestApi): Promise<number> {
  const result = await database.db.execute<{ n: number }>(
    sql`select count(*)::int as n from ${sql.identifier(table)} where workspace_id = ${api.workspaceId}`,
  );
  return result.rows[0]?.n ?? -1;
}

const startOf = (round: number) => `2026-03-17T0${round % 10}:00:00Z`;

test("a connection that is cut in the middle of a command leaves all of it or nothing, and the process lives", async () => {
  const name = `cut-${process.pid}`;
  const victim = createDatabase(database.url, { applicationName: name, maxConnections: 4 });
  const failures: unknown[] = [];
  const listener = (error: unknown) => failures.push(error);
  process.on("uncaughtException", listener);
  try {
    const api = await apiOn(victim);
    let answered = 0;
    let cut = 0;
    const killing = { on: true };
    const killer = (async () => {
      while (killing.on) {
        await database.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
          [name],
        );
        await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60));
      }
    })();
    for (let round = 0; round < 15; round += 1) {
      const answers = await Promise.all(
        [0, 1, 2].map((one) => api.send("POST", "/incidents", outage(`Cut ${round}.${one}`))),
      );
      for (const answer of answers) {
        expect([201, 503], answer.text).toContain(answer.status);
        if (answer.status === 201) answered += 1;
        else {
          expect(answer.body.code).toBe("database-unavailable");
          cut += 1;
        }
      }
      const edits = await Promise.all([
        api.send("PATCH", "/incidents/1", { impactStartedAt: startOf(round) }, { "if-match": "*" }),
        api.send("POST", "/incidents/2/reopening"),
        api.send("POST", "/incidents/2/resolution"),
        api.send("PATCH", "/services/b", { weight: 1 + (round % 3) }, { "if-match": "*" }),
      ]);
      for (const { status, text } of edits) expect([200, 404, 409, 503], text).toContain(status);
    }
    killing.on = false;
    await killer;
    expect(cut).toBeGreaterThan(0);
    const rows = await rowsPerIncident(api);
    expect(rows.length).toBeGreaterThanOrEqual(answered);
    expect(rows.map((row) => row.number)).toEqual(rows.map((_, index) => index + 1));
    for (const row of rows.filter(({ number }) => number > 2)) {
      expect(row).toMatchObject({ impacts: 3, causes: 1, events: 3, audits: 1 });
    }
    expect(await countOf("impact", api)).toBe(rows.length * 3);
    expect(await verified(api)).toEqual([]);
    expect(failures).toEqual([]);
  } finally {
    process.off("uncaughtException", listener);
    await victim.close();
  }
}, 60_000);

/** A way to the database that can be closed and opened again at one address. */
async function gateTo(target: TestDatabase) {
  const { hostname, port } = new URL(target.url);
  const open = new Set<Socket>();
  const listen = (at: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer((socket) => {
        const onward = connect(Number(port), hostname);
        for (const one of [socket, onward]) {
          open.add(one);
          one.on("error", () => undefined).on("close", () => open.delete(one));
        }
        socket.pipe(onward).pipe(socket);
      }).listen(at, "127.0.0.1", () => resolve(server));
    });
  let server = await listen(0);
  const address = server.address();
  const at = typeof address === "object" && address !== null ? address.port : 0;
  const url = new URL(target.url);
  url.host = `127.0.0.1:${at}`;
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return {
    url: url.toString(),
    close,
    async reopen() {
      server = await listen(at);
    },
  };
}

test("while the database is down every request is a 503 problem, and work goes on by itself when it is back", async () => {
  const gate = await gateTo(database);
  const handle = createDatabase(gate.url, { maxConnections: 4 });
  try {
    const api = await apiOn(handle);
    const key = { "idempotency-key": "through-the-outage" };
    expect((await api.send("POST", "/incidents", outage("Before"))).status).toBe(201);
    await gate.close();
    for (const [method, path, body] of [
      ["GET", "/services", undefined],
      ["GET", "/availability", undefined],
      ["GET", "/adoption", undefined],
      ["GET", "/incidents", undefined],
      ["POST", "/incidents", outage("While")],
    ] as const) {
      const answer = await api.send(method, path, body, method === "POST" ? key : {});
      expect(answer.status, path).toBe(503);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.headers.get("retry-after")).not.toBeNull();
      expect(answer.body).toMatchObject({ code: "database-unavailable", requestId: expect.any(String) });
    }
    await gate.reopen();
    expect((await api.send("GET", "/services")).status).toBe(200);
    expect((await api.send("POST", "/incidents", outage("While"), key)).status).toBe(201);
    expect(await countOf("incident", api)).toBe(2);
  } finally {
    await handle.close();
    await gate.close().catch(() => undefined);
  }
}, 60_000);

test("a request cut after it took its Idempotency-Key can be sent again at once, and is done once", async () => {
  const gate = await gateTo(database);
  const handle = createDatabase(gate.url, { maxConnections: 4 });
  try {
    const api = await apiOn(handle);
    const blocker = await database.pool.connect();
    await blocker.query("begin");
    await blocker.query("select 1 from incident_counter where workspace_id = $1 for update", [
      api.workspaceId,
    ]);
    const key = { "idempotency-key": "cut-in-flight" };
    const sent = api.send("POST", "/incidents", outage("Held"), key);
    await untilBlocked(database.pool, blocker);
    await gate.close();
    expect((await sent).status).toBe(503);
    await blocker.query("rollback");
    blocker.release();
    await gate.reopen();
    const again = await api.send("POST", "/incidents", outage("Held"), key);
    expect(again.status, again.text).toBe(201);
    const replayed = await api.send("POST", "/incidents", outage("Held"), key);
    expect(replayed.text).toBe(again.text);
    expect(await countOf("incident", api)).toBe(1);
  } finally {
    await handle.close();
    await gate.close().catch(() => undefined);
  }
}, 60_000);
