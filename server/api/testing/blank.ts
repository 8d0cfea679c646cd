import { expect } from "vitest";
import { ensureFirstWorkspace } from "@/db/first-workspace";
import { workspace } from "@/db/schema";
import { type TestDatabase, withDatabase } from "@/db/testing/test-database";
import { createApi } from "../app";
import { giveToken } from "./callers";
import { testDependencies } from "./dependencies";

interface BlankAnswer {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

/** The API as somebody meets it who has read nothing but its contract: one empty workspace, a token, no other headers. */
export interface BlankApi {
  now: Date;
  database: TestDatabase;
  app: ReturnType<typeof createApi>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<BlankAnswer>;
  /** Sends what must be accepted, and returns the answer's body. */
  must(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<unknown>;
}

/** Runs against a database of its own, migrated and otherwise empty, as the first start leaves it. */
export function withBlankApi<T>(now: string, use: (api: BlankApi) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    await ensureFirstWorkspace(database.db, new Date("2025-01-01T00:00:00Z"));
    const [first] = await database.db.select().from(workspace);
    if (first === undefined) throw new Error("The first start left no workspace.");
    return use(blankApi(database, now, await giveToken(database.db, first.workspaceId)));
  });
}

function blankApi(database: TestDatabase, now: string, token: string): BlankApi {
  const api: BlankApi = {
    now: new Date(now),
    database,
    app: createApi(
      testDependencies(
        () => database.db,
        () => api.now,
      ),
    ),
    async send(method, path, body, headers = {}) {
      const response = await api.app.request(`/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: parsed(text) };
    },
    async must(method, path, body, headers) {
      const answer = await api.send(method, path, body, headers);
      expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
      return answer.body;
    },
  };
  return api;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
