import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
const csv =
  "id,title,service,level,started_at,resolved_at\n1,Login fails,Login,major,2026-03-01T10:00Z,2026-03-01T11:00Z\n2,=cmd,Login,major,soon,\n";

async function upload(api: TestApi, path: string, body: BodyInit, headers: Record<string, string> = {}) {
  const response = await api.app.request(`/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${api.token}`, ...headers },
    body,
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

async function finishedRun(api: TestApi, id: string) {
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await api.send("GET", `/imports/${id}`);
    if (body.status !== "running") return body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("The run did not end.");
}

describe("POST /imports/preview", () => {
  test("tells what the file holds and writes nothing", async () => {
    const api = await testApi(database);
    const { status, body } = await upload(api, "/imports/preview?fileName=a.csv", csv);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      detectedKind: "incident-csv",
      kind: "incident-csv",
      problem: null,
      mapping: { title: "title", startedAt: "started_at" },
      counts: { incidents: 1, refused: 1, records: 2 },
      servicesToMake: [{ slug: "login", name: "Login" }],
    });
    expect((await api.send("GET", "/services")).body).toEqual({ services: [] });
  });

  test("says what must be chosen where the kind or a column is not recognized", async () => {
    const api = await testApi(database);
    const unknown = await upload(api, "/imports/preview", "a,b\n1,2\n");
    expect(unknown.body).toMatchObject({ kind: null, problem: { field: "kind" }, columns: ["a", "b"] });
    const mapped = await upload(api, "/imports/preview?kind=incident-csv", "a,b\n2026-03-01,x\n");
    expect(mapped.body).toMatchObject({ kind: "incident-csv", problem: { field: "mapping" } });
    const options = encodeURIComponent(JSON.stringify({ mapping: { startedAt: "a", title: "b" } }));
    const chosen = await upload(
      api,
      `/imports/preview?kind=incident-csv&options=${options}`,
      "a,b\n2026-03-01,x\n",
    );
    expect(chosen.body).toMatchObject({ problem: null, mapping: { startedAt: "a", title: "b" } });
  });

  test("refuses options it does not know how to read, naming the field", async () => {
    const api = await testApi(database);
    const bad = await upload(api, "/imports/preview?options=nonsense", csv);
    expect([bad.status, bad.body.field]).toEqual([422, "options"]);
    const kind = await upload(api, "/imports/preview?kind=movies", csv);
    expect(kind.status).toBe(422);
  });
});

describe("POST /imports", () => {
  test("answers 202 and imports in the background; the same again changes nothing", async () => {
    const api = await testApi(database);
    const started = await upload(api, "/imports?fileName=a.csv.gz", gzipSync(csv), {
      "content-type": "application/gzip",
    });
    expect(started.status).toBe(202);
    expect(started.headers.get("location")).toBe(`/api/v1/imports/${started.body.id}`);
    const run = await finishedRun(api, started.body.id);
    expect(run).toMatchObject({ status: "done", created: 1, refused: 1, fileName: "a.csv.gz" });
    const again = await upload(api, "/imports", csv, { "content-type": "application/json" });
    expect(await finishedRun(api, again.body.id)).toMatchObject({ created: 0, unchanged: 1 });
    const { body } = await api.send("GET", "/imports");
    expect(body.runs).toHaveLength(2);
  });

  test("takes a form with the file, its kind and options", async () => {
    const api = await testApi(database);
    const form = new FormData();
    form.set("file", new File([csv], "b.csv"));
    form.set("kind", "incident-csv");
    form.set("options", JSON.stringify({ page: "Ours" }));
    const started = await upload(api, "/imports", form);
    expect(await finishedRun(api, started.body.id)).toMatchObject({ fileName: "b.csv", created: 1 });
  });

  test("refuses a file of which nothing can be read", async () => {
    const api = await testApi(database);
    expect((await upload(api, "/imports", "a,b\n1,2\n")).body.code).toBe("kind-unknown");
    expect((await upload(api, "/imports", new Uint8Array([0x50, 0x4b, 3, 4, 0]))).body.code).toBe("not-text");
  });
});

describe("GET /imports/{id}/refusals.csv", () => {
  test("lists the refused rows, harmless to a spreadsheet", async () => {
    const api = await testApi(database);
    const started = await upload(api, "/imports", csv.replace("2,=cmd", "=cmd,x"));
    await finishedRun(api, started.body.id);
    const answer = await api.send("GET", `/imports/${started.body.id}/refusals.csv`);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    const [header, row] = answer.text.split("\r\n");
    expect(header).toBe("row,ref,field,code,reason");
    expect(row).toMatch(/^2,'=cmd,/);
    expect((await api.send("GET", "/imports/nope")).status).toBe(404);
  });
});
