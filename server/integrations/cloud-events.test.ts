import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { deliveriesOf, ledgerOf, testHook } from "./testing/hook";

const database = testDatabase();

const SHA = "a".repeat(40);

async function told(type: string, data: unknown, more: Record<string, unknown> = {}) {
  const hook = await testHook(database.db, "cloudevents", { services: ["checkout"] });
  const event = {
    specversion: "1.0",
    id: "e1",
    source: "/ci/argo",
    type,
    time: "2026-06-18T11:00:00Z",
    data,
    ...more,
  };
  await hook.send(JSON.stringify(event), {
    "content-type": "application/cloudevents+json",
    authorization: `Bearer ${hook.secret}`,
  });
  await hook.workOff();
  expect(hook.faults).toEqual([]);
  const [delivery] = await deliveriesOf(hook);
  return { delivery, changes: (await ledgerOf(hook)).changes };
}

const subject = (id: string, content: Record<string, unknown>) => ({
  context: { version: "0.4.1", id: "c1", source: "/ci/argo", timestamp: "2026-06-18T10:59:00Z" },
  subject: { id, source: "/ci/argo", content },
});

test.each([
  ["dev.cdevents.service.deployed.0.2.0", "Deploy checkout to production"],
  ["dev.cdevents.service.upgraded.0.2.0", "Upgrade checkout to production"],
  ["dev.cdevents.service.rolledback.0.2.0", "Roll back checkout to production"],
  ["dev.cdevents.service.removed.0.2.0", "Remove checkout from production"],
  ["dev.cdevents.service.published.0.2.0", "Publish checkout to production"],
])("%s is a deployment of the service", async (type, title) => {
  const artifactId = `pkg:oci/checkout@sha256?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2FAcme%2FShop%40${SHA}`;
  const data = subject("service/checkout", { environment: { id: "clusters/production" }, artifactId });
  const { delivery, changes } = await told(type, data);
  expect(delivery).toMatchObject({ status: "done", reason: null, event: type });
  expect(changes).toMatchObject([
    {
      kind: "deployment",
      title,
      services: ["checkout"],
      environment: "production",
      revision: SHA,
      outcome: "succeeded",
    },
  ]);
});

test("a service that is not known here is deployed all the same, and belongs to none", async () => {
  const { changes } = await told(
    "dev.cdevents.service.deployed.0.2.0",
    subject("service/unheard-of", { environment: { id: "staging" } }),
  );
  expect(changes).toMatchObject([{ services: null, environment: "staging", production: false }]);
});

test("an environment that is changed is a change of infrastructure, and a merge one of code", async () => {
  const environment = await told(
    "dev.cdevents.environment.modified.0.2.0",
    subject("production", { name: "production", url: "https://cluster.example.com" }),
  );
  expect(environment.changes).toMatchObject([
    { kind: "infrastructure", title: "Environment production modified" },
  ]);
  const merged = await told(
    "dev.cdevents.change.merged.0.2.0",
    subject(SHA, { repository: { id: "r", url: "https://github.com/Acme/Shop.git" } }),
  );
  expect(merged.changes).toMatchObject([{ kind: "code", name: `github.com/acme/shop commit:${SHA}` }]);
});

test("a change may be told of in the ledger's own words", async () => {
  const { changes } = await told("com.faultline.change", {
    kind: "dns",
    title: "Move the zone",
    services: ["checkout"],
  });
  expect(changes).toMatchObject([
    { kind: "dns", title: "Move the zone", name: "/ci/argo e1", services: ["checkout"] },
  ]);
});

test.each([
  ["dev.cdevents.incident.detected.0.2.0", "ignored", "Incidents are not logged"],
  ["dev.cdevents.pipelinerun.finished.0.2.0", "ignored", "pipelinerun finished is no change"],
  ["com.example.order.created", "ignored", "Events of type com.example.order.created"],
  ["dev.cdevents.service.deployed.0.2.0", "failed", "context is missing"],
  ["com.faultline.change", "failed", "data.kind"],
])("%s is %s with its reason", async (type, status, reason) => {
  const { delivery, changes } = await told(type, { nothing: true });
  expect(delivery).toMatchObject({ status, reason: expect.stringContaining(reason) });
  expect(changes).toEqual([]);
});

test("a batch is one delivery of several changes", async () => {
  const hook = await testHook(database.db, "cloudevents");
  const one = {
    specversion: "1.0",
    source: "/dns",
    type: "com.faultline.change",
    time: "2026-06-18T11:00:00Z",
  };
  const batch = [1, 2, 3].map((id) => ({
    ...one,
    id: `d${id}`,
    data: { kind: "dns", title: `Record ${id}` },
  }));
  await hook.send(JSON.stringify(batch), {
    "content-type": "application/cloudevents-batch+json",
    authorization: `Bearer ${hook.secret}`,
  });
  await hook.workOff();
  expect(await deliveriesOf(hook)).toMatchObject([{ status: "done", event: "3 events" }]);
  expect((await ledgerOf(hook)).changes).toHaveLength(3);
});
