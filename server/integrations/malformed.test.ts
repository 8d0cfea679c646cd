import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { githubHistory, randomOf } from "@/domain/integration/testing/github-history";
import { deliveriesOf, type TestHook, testHook } from "./testing/hook";

const database = testDatabase();
const BODIES = 3000;
const EXAMPLES: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples",
);
const EVENTS = new Set([
  "push",
  "pull_request",
  "pull_request_review",
  "deployment",
  "deployment_status",
  "release",
  "workflow_run",
]);

const ODD: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  "",
  "\u0000",
  "\ud800",
  "a".repeat(20_000),
  [],
  {},
  [[[[]]]],
  { length: 1e9 },
  "0001-01-01T00:00:00Z",
  "99999-01-01T00:00:00Z",
  "2026-13-45T99:99:99Z",
  "0".repeat(40),
  "__proto__",
  "refs/heads/",
  "';drop table change;--",
  Array.from({ length: 3000 }, () => "x"),
];

/** Puts something odd in a random place, takes a field away, or copies one to where it does not belong. */
function mutate(payload: unknown, random: () => number): unknown {
  const copy: unknown = structuredClone(payload);
  const places: { parent: Record<string, unknown>; key: string }[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const parent = value as Record<string, unknown>;
    for (const key of Object.keys(parent)) {
      places.push({ parent, key });
      walk(parent[key]);
    }
  };
  walk(copy);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)];
  for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) {
    // What stands near the top is what is read.
    const place = pick(places.slice(0, random() < 0.7 ? 60 : places.length));
    if (place === undefined) continue;
    const chance = random();
    if (chance < 0.25) delete place.parent[place.key];
    else if (chance < 0.9) place.parent[place.key] = pick(ODD);
    else place.parent[place.key] = pick(places)?.parent;
  }
  return copy;
}

/** Damages the text itself: cut off, a byte flipped, brackets without end. */
function damage(text: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (text.length - 1));
  const chance = random();
  if (chance < 0.4) return text.slice(0, at);
  if (chance < 0.8)
    return text.slice(0, at) + String.fromCharCode(1 + Math.floor(random() * 0xfff)) + text.slice(at + 1);
  return text.slice(0, at) + "[".repeat(200) + text.slice(at);
}

function bodies(): { event: string; body: string }[] {
  const random = randomOf(11);
  const real = [
    ...EXAMPLES.filter(({ name }) => EVENTS.has(name)).flatMap(({ name, examples }) =>
      examples.map((payload) => ({ event: name, payload })),
    ),
    ...githubHistory(9, 200).map(({ event, payload }) => ({ event, payload })),
  ];
  return Array.from({ length: BODIES }, () => {
    const { event, payload } = real[Math.floor(random() * real.length)] ?? { event: "push", payload: {} };
    const json = (value: unknown) => {
      try {
        return JSON.stringify(value);
      } catch {
        // A value that holds itself.
        return "{";
      }
    };
    const text = json(random() < 0.7 ? mutate(payload, random) : payload);
    return { event, body: random() < 0.3 ? damage(text, random) : text };
  });
}

async function sendAll(hook: TestHook): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  for (const [at, { event, body }] of bodies().entries()) {
    const receipt = await hook.github(event, body, `m-${at}`);
    const answer = receipt.kind === "refused" ? `${receipt.status}` : receipt.kind;
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  return answers;
}

test(`${BODIES} malformed bodies under the right signature are refused or settle with a reason, and break nothing`, async () => {
  const hook = await testHook(database.db, "github");
  const answers = await sendAll(hook);
  expect([...answers.keys()].sort()).toEqual(["400", "received"]);
  await Promise.all([hook.workOff(), hook.workOff()]);
  const rows = await deliveriesOf(hook);
  expect(rows.length).toBe(answers.get("received"));
  const stuck = rows.filter(({ status }) => status === "received");
  expect({ stuck: stuck.map(({ id }) => id), faults: hook.faults }).toEqual({ stuck: [], faults: [] });
  const silent = rows.filter(({ status, reason }) => status !== "done" && !reason);
  expect(silent).toEqual([]);
  const tally = Object.fromEntries(
    ["done", "ignored", "failed"].map((one) => [one, rows.filter(({ status }) => status === one).length]),
  );
  expect(Math.min(...Object.values(tally))).toBeGreaterThan(50);
}, 600_000);
