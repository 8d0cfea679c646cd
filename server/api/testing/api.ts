import { v7 as uuidv7 } from "uuid";
import { incidentCounter, workspace } from "@/db/schema";
import type { TestDatabase } from "@/db/testing/test-database";
import { createApi } from "../app";
import type { ApiDependencies } from "../environment";
import { giveToken } from "./callers";
import { testDependencies } from "./dependencies";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}

export interface TestApi {
  now: Date;
  workspace: string;
  workspaceId: string;
  app: ReturnType<typeof createApi>;
  dependencies: ApiDependencies;
  /** A service token of the workspace with every scope, which `send` uses unless it is given other credentials. */
  token: string;
  /** Sends one request to a workspace of its own, with a JSON body where one is given. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** The API on a test database, with a new workspace and a clock that stands still. */
export async function testApi(
  database: TestDatabase,
  options: { timeZone?: string; now?: Date } = {},
): Promise<TestApi> {
  const now = options.now ?? new Date("2026-03-18T12:00:00Z");
  const workspaceId = uuidv7();
  const slug = `w${workspaceId.replaceAll("-", "").slice(-12)}`;
  await database.db.insert(workspace).values({
    workspaceId,
    slug,
    name: slug,
    timeZone: options.timeZone ?? "UTC",
    createdAt: new Date("2024-01-01T00:00:00Z"),
    updatedAt: new Date("2024-01-01T00:00:00Z"),
  });
  await database.db.insert(incidentCounter).values({ workspaceId });
  const dependencies = testDependencies(
    () => database.db,
    () => api.now,
  );
  const token = await giveToken(database.db, workspaceId);
  const api: TestApi = {
    now,
    dependencies,
    token,
    workspace: slug,
    workspaceId,
    app: createApi(dependencies),
    async send(method, path, body, headers = {}) {
      const response = await api.app.request(`/api/v1${path}`, {
        method,
        headers: {
          "faultline-workspace": slug,
          ...("cookie" in headers ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: readJson(text) };
    },
  };
  return api;
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
