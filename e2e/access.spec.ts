import { existsSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { answersKeys, dialog, expect, minutesAgo, type OwnWorkspace, open, test } from "./fixtures";
import { pageRoutes } from "./pages";

const canary = "canary51c9";
const nobody = { cookies: [], origins: [] };

/** Requests that reach a page by another road than a browser's own, or claim to have passed a gate already. */
const roads: { name: string; headers: Record<string, string>; search: string }[] = [
  { name: "as a browser asks", headers: {}, search: "" },
  { name: "as the router asks", headers: { RSC: "1" }, search: "?_rsc=1a2b3" },
  {
    name: "as the router asks ahead",
    headers: { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" },
    search: "?_rsc=1a2b3",
  },
  ...["proxy", "src/proxy", "middleware", "src/middleware", "pages/_middleware"].map((name) => ({
    name: `as if ${name} had let it pass`,
    headers: { "x-middleware-subrequest": Array(5).fill(name).join(":") },
    search: "",
  })),
  {
    name: "with addresses of its own",
    headers: { "x-faultline-path": "/", "x-invoke-path": "/" },
    search: "",
  },
];

/** Everything in it is named after the canary; returns the address of each of its pages. */
async function fill(own: OwnWorkspace): Promise<string[]> {
  const { slug, send } = own;
  await send("post", "/services", { slug: "checkout", name: `${canary} checkout` });
  const incident = await send<{ number: number }>("post", "/incidents", {
    title: `${canary} fails`,
    severity: "SEV2",
    impacts: [{ service: "checkout", level: "major", startedAt: minutesAgo(60) }],
  });
  const person = await send<{ id: string }>("post", "/people", { name: `${canary} ada`, level: "mid" });
  await send("post", "/marks", { kind: "policy", day: "2026-01-05", title: `${canary} mark` });
  const change = await send<{ id: string }>("post", "/changes", {
    kind: "config",
    title: `${canary} change`,
    services: ["checkout"],
  });
  const { integration } = await send<{ integration: { id: string } }>("post", "/integrations", {
    kind: "github",
    name: `${canary} source`,
  });
  const repository = await send<{ id: string }>("post", "/repositories", {
    name: `github.com/${canary}/shop`,
  });
  const agent = await send<{ slug: string }>("post", "/agents", {
    slug: "porter",
    name: `${canary} porter`,
    owner: person.id,
    permissions: [],
  });
  const { channel } = await send<{ channel: { id: string } }>("post", "/notification-channels", {
    kind: "slack",
    name: `${canary} room`,
    url: "https://hooks.slack.com/services/T0/B0/x",
    events: ["sign-off.requested"],
  });
  const idOf = (route: string) => {
    if (route.includes("/notifications/")) return channel.id;
    if (route.includes("/changes/")) return change.id;
    if (route.includes("/integrations/")) return integration.id;
    return route.includes("/repositories/") ? repository.id : person.id;
  };
  const pages = pageRoutes().filter((route) => route.startsWith("/[workspace]"));
  expect(pages.length).toBeGreaterThan(12);
  return [...pages, "/[workspace]/overview.csv"].map((route) =>
    route
      .replace("[workspace]", slug)
      .replace("[number]", String(incident.number))
      .replace("[slug]", route.includes("/agents/") ? agent.slug : "checkout")
      .replace("[id]", idOf(route)),
  );
}

const ask = (from: APIRequestContext, address: string, { headers, search }: (typeof roads)[number]) =>
  from.get(`${address}${search}`, { headers, maxRedirects: 0 });

async function told(answer: APIResponse): Promise<string> {
  return `${JSON.stringify(answer.headers())} ${await answer.text()}`;
}

test("whoever is not signed in is led to the sign-in page from every page, on whatever road", async ({
  own,
  request,
  playwright,
  baseURL,
}) => {
  test.slow();
  const addresses = await fill(own);
  const stranger = await playwright.request.newContext({ baseURL, storageState: nobody });
  for (const address of addresses) {
    await Promise.all(
      roads.map(async (road) => {
        const answer = await ask(stranger, address, road);
        const words = await told(answer);
        expect.soft(words, `${address} ${road.name}`).not.toContain(canary);
        if (road.headers.RSC !== undefined) return;
        const led = [answer.status(), answer.headers().location];
        expect.soft(led, `${address} ${road.name}`).toEqual([307, expect.stringContaining("/sign-in")]);
      }),
    );
    // Who belongs to it does see it, so that an empty page proves nothing.
    expect.soft((await request.get(address)).status(), address).toBe(200);
  }
  await stranger.dispose();
});

test("a workspace that somebody is no member of is not found, page by page", async ({
  own,
  playwright,
  baseURL,
  signInAs,
  request,
}) => {
  test.slow();
  const addresses = await fill(own);
  const { page } = await signInAs();
  const mine = await page.context().storageState();
  // A member of the test's own workspace, asked for one they do not belong to.
  const other = `${own.slug}-x`;
  await request.post("/api/v1/workspaces", { data: { slug: other, name: `${canary} company` } });
  await request.post("/api/v1/services", {
    headers: { "faultline-workspace": other },
    data: { slug: "checkout", name: `${canary} checkout` },
  });
  const outsider = await playwright.request.newContext({ baseURL, storageState: mine });
  for (const address of addresses) {
    const foreign = address.replace(own.slug, other);
    await Promise.all(
      roads.map(async (road) => {
        const answer = await ask(outsider, foreign, road);
        expect.soft(await told(answer), `${foreign} ${road.name}`).not.toContain(canary);
        if (road.headers.RSC === undefined) expect.soft(answer.status(), `${foreign} ${road.name}`).toBe(404);
      }),
    );
  }
  await outsider.dispose();
});

test("nothing before the pages decides who may: there is no proxy to get around", () => {
  for (const name of ["proxy.ts", "middleware.ts", "src/proxy.ts", "src/middleware.ts"]) {
    expect(existsSync(path.join(import.meta.dirname, "..", name)), name).toBe(false);
  }
});

test("a viewer reads everything and is offered nothing that would be refused", async ({ own, signInAs }) => {
  await fill(own);
  const { page } = await signInAs();
  await open(page, `/${own.slug}`);
  await expect(page.getByRole("button", { name: /Log/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Import" })).toHaveCount(0);
  await page.keyboard.press("c");
  await page.keyboard.press("?");
  await expect(dialog(page, "Keys")).toBeVisible();
  await expect(dialog(page, "Keys").getByText("Log an incident")).toHaveCount(0);
  await open(page, `/${own.slug}/incidents/1`);
  await expect(page.getByRole("heading", { name: `${canary} fails` })).toBeVisible();
  for (const name of [/Add note/, /Acknowledge/, /Edit/, /Revise|State a cause/, /Correct a time/, /End/]) {
    await expect(page.getByRole("button", { name }), String(name)).toHaveCount(0);
  }
  await open(page, `/${own.slug}/services`);
  await expect(page.getByRole("button", { name: /service/i })).toHaveCount(0);
  await open(page, `/${own.slug}/people`);
  await expect(page.getByRole("button", { name: /person/i })).toHaveCount(0);
  for (const [address, words] of [
    ["import", "Importing needs the admin role"],
    ["incidents/new", "Logging an incident needs the responder role"],
    ["settings", "Changing them needs the admin role"],
  ]) {
    await page.goto(`/${own.slug}/${address}`);
    await answersKeys(page);
    await expect(page.getByText(words ?? "")).toBeVisible();
  }
});

test("a responder logs and runs incidents, and is not offered what admins do", async ({ own, signInAs }) => {
  await fill(own);
  const { page } = await signInAs("responder");
  await open(page, `/${own.slug}/incidents/1`);
  await expect(page.getByRole("button", { name: /Acknowledge/ }).first()).toBeVisible();
  await page.keyboard.press("x");
  await expect(page.getByText("Acknowledged now")).toBeVisible();
  await expect(page.getByRole("link", { name: "Import" })).toHaveCount(0);
  await open(page, `/${own.slug}/people`);
  await expect(page.getByRole("button", { name: /person/i })).toHaveCount(0);
});
