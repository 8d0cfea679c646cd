import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { apiToken, incidentCounter, service, workspace } from "@/db/schema";
import { createApi } from "@/server/api/app";
import { testDependencies } from "@/server/api/testing/dependencies";
import { makeTokenText } from "@/server/token/token-text";
import { median, printFigures, sample } from "./measure";

const NOW = new Date("2026-03-18T12:00:00Z");
const RUNS = 200;

/** A POST through the whole API with and without an Idempotency-Key, and the repetition of one. */
export async function benchRetry({ db }: DatabaseHandle): Promise<void> {
  // What is kept is sealed, so there must be a secret; this one seals what is thrown away again.
  process.env.FAULTLINE_SECRET ??= randomBytes(32).toString("base64url");
  // One line for each of its hundreds of requests would hide the figures.
  process.env.FAULTLINE_LOG_LEVEL ??= "error";
  const app = createApi(
    testDependencies(
      () => db,
      () => NOW,
    ),
  );
  const token = await furnish(db);
  const post = async (body: object, headers: Record<string, string>) => {
    const response = await app.request("/api/v1/incidents", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(await response.text());
    await response.text();
  };
  const outage = (run: number) => ({
    title: `Outage ${run}`,
    severity: "SEV3",
    impacts: [{ service: "web", fraction: 0.5, startedAt: "2026-03-18T11:00:00Z" }],
  });
  // In turns, so that what the machine does meanwhile is done to both.
  const [unkeyed, keyed, repeated]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < 5; round += 1) {
    const key = (run: number) => ({ "idempotency-key": `${round}-${run}` });
    unkeyed.push(...(await sample(RUNS / 5, (run) => post(outage(run), {}))));
    keyed.push(...(await sample(RUNS / 5, (run) => post(outage(run), key(run)))));
    repeated.push(...(await sample(RUNS / 5, (run) => post(outage(run), key(run)))));
  }
  const middle = (times: number[]) => median(times.sort((a, b) => a - b));
  printFigures(
    "Logging an incident through the API",
    { name: "without an Idempotency-Key", ms: middle(unkeyed) },
    [
      { name: "with one", ms: middle(keyed) },
      { name: "the same again: the answer that was kept", ms: middle(repeated) },
    ],
  );
}

async function furnish(db: DatabaseHandle["db"]): Promise<string> {
  const workspaceId = uuidv7();
  const stamps = { createdAt: NOW, updatedAt: NOW };
  await db
    .insert(workspace)
    .values({ workspaceId, slug: "retry", name: "Retry", timeZone: "UTC", ...stamps });
  await db.insert(incidentCounter).values({ workspaceId });
  await db.insert(service).values({
    workspaceId,
    id: uuidv7(),
    slug: "web",
    name: "Web",
    trackedFrom: new Date("2026-01-01T00:00:00Z"),
    ...stamps,
  });
  const { text, hash, prefix } = makeTokenText();
  await db.insert(apiToken).values({
    workspaceId,
    id: uuidv7(),
    name: "bench",
    kind: "service",
    prefix,
    tokenHash: hash,
    scopes: ["read", "write"],
    requestsPerMinute: 1_000_000,
    createdBy: "bench",
    createdAt: NOW,
  });
  return text;
}
