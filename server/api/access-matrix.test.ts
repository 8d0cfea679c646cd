import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { inRolledBackTransaction, testDatabase } from "@/db/testing/test-database";
import { createApi } from "./app";
import { ACCESS_MATRIX, type Asked, type Entry, refusalOf } from "./testing/access-matrix";
import { testDependencies } from "./testing/dependencies";
import {
  CALLERS,
  CANARY,
  type Caller,
  type Callers,
  fingerprintOf,
  hasWritten,
  makeCallers,
  makeWorld,
  type World,
  whenRunsAreDone,
} from "./testing/two-workspaces";

const database = testDatabase();
let own: World;
let other: World;
let callers: Callers;

beforeAll(async () => {
  own = await makeWorld(database, "Own");
  other = await makeWorld(database, CANARY);
  callers = await makeCallers(own, other);
}, 60_000);

const current: { db: Database | null } = { db: null };
const now = () => own.api.now;

/** The routes as the application knows them: "GET /incidents/{id}". */
function routesOf(): string[] {
  const { app } = createRecorded();
  const named = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace("/api/v1", "").replace(/:(\w+)/g, "{$1}")}`);
  return [...new Set(named)].sort();
}

function createRecorded() {
  const dependencies = testDependencies(() => current.db ?? database.db, now);
  return { app: createApi(dependencies), dependencies };
}

/** One application for all requests of a route: it is much dearer to make than to ask. */
let made: { route: string; app: ReturnType<typeof createApi> } | undefined;
function appOf(route: string) {
  if (made?.route !== route) made = { route, app: createRecorded().app };
  return made.app;
}

interface Answer {
  status: number;
  text: string;
  /** Of the other workspace, after the request and before it is undone; null where nothing at all was written. */
  fingerprint: string | null;
}

/** Sends the request in a transaction that is undone, so that every caller finds the same objects. */
async function ask(
  route: string,
  caller: Caller,
  { asked, workspace, isWatched }: { asked: Asked; workspace: string; isWatched: boolean },
): Promise<Answer> {
  const isKept = ACCESS_MATRIX[route]?.kept === true;
  const send = async (db: Database): Promise<Answer> => {
    current.db = db;
    const response = await appOf(route).request(...requestOf(route, asked, { workspace, caller }));
    const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
    const mayHaveChanged = isWatched && (isKept || (await hasWritten(db)));
    const fingerprint = mayHaveChanged ? await fingerprintOf(db, other.api.workspaceId) : null;
    return { status: response.status, text, fingerprint };
  };
  try {
    if (isKept) return await send(database.db);
    return await inRolledBackTransaction(database.db, send);
  } finally {
    current.db = null;
  }
}

function requestOf(
  route: string,
  { params = {}, query = {}, body, version }: Asked,
  { workspace, caller }: { workspace: string; caller: Caller },
): [string, RequestInit] {
  const [method = "", template = ""] = route.split(" ");
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams(query).toString();
  return [
    `/api/v1${path}${search === "" ? "" : `?${search}`}`,
    {
      method,
      headers: {
        host: "localhost",
        "faultline-workspace": workspace,
        ...callers.headers[caller],
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(version === undefined ? {} : { "if-match": `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    },
  ];
}

const isLetIn = (entry: Entry, status: number) =>
  (status >= 200 && status < 300) || (entry.letIn?.includes(status) ?? false);

/** These belong to the other workspace, so that what they read there is theirs. */
const OF_THE_OTHER: ReadonlySet<Caller> = new Set([
  "member of the other only",
  "owner, session for the other only",
]);

const withoutProviders = (text: string) =>
  text.replaceAll(`${CANARY} provider`, "").replaceAll(`${CANARY} company`, "");

test("every route has an entry, and every entry a route", () => {
  const routes = routesOf();
  expect(routes.length).toBeGreaterThan(40);
  expect({
    routesWithoutEntry: routes.filter((route) => !(route in ACCESS_MATRIX)),
    entriesWithoutRoute: Object.keys(ACCESS_MATRIX).filter((route) => !routes.includes(route)),
  }).toEqual({ routesWithoutEntry: [], entriesWithoutRoute: [] });
});

describe.each(Object.entries(ACCESS_MATRIX))("%s", (route, entry) => {
  const writes = !route.startsWith("GET ");

  const options = entry.timeoutMs === undefined ? {} : { timeout: entry.timeoutMs };

  test("lets in who may, and nobody else", options, async () => {
    const wrong: string[] = [];
    for (const caller of CALLERS) {
      const asked = entry.ask?.(own, callers) ?? {};
      const { status, text } = await ask(route, caller, { asked, workspace: own.slug, isWatched: false });
      const may = entry.may.includes(caller);
      const isRight = may ? isLetIn(entry, status) : status === refusalOf(entry, caller);
      if (!isRight) wrong.push(`${caller}: ${status} ${text.slice(0, 200)}`);
      const told = entry.namesProviders ? withoutProviders(text) : text;
      if (told.includes(CANARY) && !OF_THE_OTHER.has(caller)) wrong.push(`${caller}: leaks ${text}`);
    }
    if (entry.kept) await whenRunsAreDone(own.api);
    expect(wrong).toEqual([]);
  });

  test("gives nothing of another workspace's objects, and changes none", async () => {
    if (entry.withoutWorkspace) return;
    const before = await fingerprintOf(database.db, other.api.workspaceId);
    const wrong: string[] = [];
    const check = (where: string, caller: Caller, answer: Answer, expected: readonly number[]) => {
      if (!expected.includes(answer.status)) {
        wrong.push(`${caller}, ${where}: ${answer.status} ${answer.text.slice(0, 200)}`);
      }
      if (answer.text.includes(CANARY)) wrong.push(`${caller}, ${where}: leaks ${answer.text}`);
      if (answer.fingerprint !== null && answer.fingerprint !== before) {
        wrong.push(`${caller}, ${where}: changed the other workspace`);
      }
    };
    for (const caller of CALLERS) {
      const asked = entry.ask?.(other, callers) ?? {};
      const about = { asked, isWatched: writes };
      const refusal = refusalOf(entry, caller);
      // The address itself names the workspace, and it is theirs.
      if (OF_THE_OTHER.has(caller) && route.includes("/workspaces/")) continue;
      if (entry.may.includes(caller)) {
        const answer = await ask(route, caller, { ...about, workspace: own.slug });
        const mayAnswer =
          entry.foreign === "own answer"
            ? [200, 201, 202, 403, 404, 422, ...(entry.letIn ?? [])]
            : [entry.foreign ?? 404];
        check("foreign object", caller, answer, mayAnswer);
      } else {
        const answer = await ask(route, caller, { ...about, workspace: own.slug });
        const named = entry.foreign === 422 ? [422] : [];
        check("foreign object", caller, answer, [refusal, 404, ...named]);
      }
      if (OF_THE_OTHER.has(caller)) continue;
      const answer = await ask(route, caller, { ...about, workspace: other.slug });
      check("in the other workspace", caller, answer, refusal === 401 ? [401] : [404]);
    }
    if (entry.kept) await whenRunsAreDone(own.api);
    expect(wrong).toEqual([]);
  });

  test.runIf(entry.mixed)("joins nothing of another workspace to one's own", async () => {
    const before = await fingerprintOf(database.db, other.api.workspaceId);
    for (const caller of entry.may) {
      const asked = entry.mixed?.(own, other) ?? {};
      const answer = await ask(route, caller, { asked, workspace: own.slug, isWatched: true });
      expect([404, 422], `${caller}: ${answer.status} ${answer.text}`).toContain(answer.status);
      expect(answer.text).not.toContain(CANARY);
      expect(answer.fingerprint ?? before).toBe(before);
    }
  });
});
