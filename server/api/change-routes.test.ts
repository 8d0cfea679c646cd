import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { putChanges } from "@/server/change/testing/rows";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
let api: TestApi;
let ids: string[];

interface Row {
  id: string;
  title: string;
}

beforeAll(async () => {
  api = await testApi(database);
  await api.send("POST", "/services", { slug: "checkout", name: "Checkout" });
  ids = await putChanges(
    { db: database.db, now: api.now, workspaceId: api.workspaceId },
    Array.from({ length: 23 }, (_, index) => ({
      at: new Date(api.now.getTime() - (index + 1) * 3_600_000 * 40).toISOString(),
      title: index === 4 ? "=cmd|'/c calc'!A1" : `Change ${index}`,
      kind: index % 3 === 0 ? ("config" as const) : ("code" as const),
      ...(index % 2 === 0 ? { involvement: "ai" as const, aiGrade: "trailer" as const } : {}),
      generated: index === 7,
    })),
  );
});

const rowsOf = (body: Record<string, unknown>) => body.changes as Row[];

async function allPages(query: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const answer = await api.send("GET", `/changes?${query}${cursor ? `&cursor=${cursor}` : ""}`);
    expect(answer.status).toBe(200);
    found.push(...rowsOf(answer.body).map(({ id }) => id));
    cursor = answer.body.nextCursor as string | null;
  } while (cursor !== null);
  return found;
}

describe("GET /changes", () => {
  test("pages by key to the end of the ledger, in both orders", async () => {
    expect(await allPages("limit=5")).toEqual(ids);
    expect(await allPages("limit=7&order=asc")).toEqual(ids.toReversed());
  });

  test("takes the filters of the address", async () => {
    const wanted = ids.filter((_, index) => index % 2 === 0 && index % 3 === 0);
    expect(await allPages("limit=2&involvement=ai&kind=config,dns&grade=trailer")).toEqual(wanted);
  });

  test("refuses what it does not understand, naming it", async () => {
    const wrong: [query: string, field: string][] = [
      ["kind=storm", "kind"],
      ["involvement=human", "involvement"],
      ["verdict=guilty", "verdict"],
      ["grade=best", "grade"],
      ["standing=odd", "standing"],
      ["level=chief", "level"],
      ["counts=maybe", "counts"],
      ["order=random", "order"],
      ["limit=0", "limit"],
      ["limit=201", "limit"],
      ["from=yesterday", "from"],
      ["to=2026-02-30", "to"],
      [`q=${"x".repeat(301)}`, "q"],
      ["cursor=x", "cursor"],
      [`cursor=${Buffer.from('["desc",1e999,"x"]').toString("base64url")}`, "cursor"],
      [`cursor=${"A".repeat(401)}`, "cursor"],
    ];
    for (const [query, field] of wrong) {
      const { status, body } = await api.send("GET", `/changes?${query}`);
      expect(
        { status, field: body.field ?? (body.errors as { field: string }[])?.[0]?.field },
        query,
      ).toEqual({ status: 422, field: expect.stringContaining(field) });
    }
  });
});

describe("GET /changes.csv", () => {
  test("holds the rows of the list with the same filters, and no cell that a spreadsheet would run", async () => {
    const { status, text, headers } = await api.send("GET", "/changes.csv?involvement=ai&order=asc");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/csv");
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(rows.map((row) => row.id)).toEqual(await allPages("involvement=ai&order=asc"));
    expect(new Set(rows.map((row) => row.ai_involvement))).toEqual(new Set(["AI"]));
    expect(rows.find((row) => row.id === ids[4])?.title).toBe("'=cmd|'/c calc'!A1");
  });

  test("calls no evidence by its name", async () => {
    const { text } = await api.send("GET", "/changes.csv?involvement=none-found");
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(new Set(rows.map((row) => row.ai_involvement))).toEqual(new Set(["no evidence found"]));
    expect(rows.find((row) => row.id === ids[7])?.generated).toBe("yes");
  });
});

describe("GET /changes/{id}", () => {
  test("gives the whole change with its version", async () => {
    const { status, body, headers } = await api.send("GET", `/changes/${ids[0]}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: ids[0], evidence: [], tellings: [], incidents: [], version: 1 });
    expect(headers.get("etag")).toBe('"1"');
  });

  test("says of an id that is none, or of nobody, that there is no such change", async () => {
    for (const id of ["x", "42", "01900000-0000-7000-8000-000000000000"]) {
      const { status, body } = await api.send("GET", `/changes/${id}`);
      expect({ status, code: body.code }).toEqual({ status: 404, code: "change-not-found" });
    }
  });
});

describe("GET /changes/search", () => {
  test("finds by words, and asks for some", async () => {
    const { body } = await api.send("GET", "/changes/search?q=change%2022");
    expect(rowsOf(body).map(({ id }) => id)).toEqual([ids[22]]);
    expect((await api.send("GET", "/changes/search?q=")).status).toBe(422);
    expect((await api.send("GET", "/changes/search")).status).toBe(422);
  });
});
