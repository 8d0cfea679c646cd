import { readdirSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";

interface PageEntry {
  /** Folder of the page under `app/`, as its URL is written there. */
  route: string;
  /** The address to look at; `{sample}` and `{empty}` are workspaces. */
  addresses: string[];
  /** Further states, looked at in one width. */
  states?: string[];
  /** Panels that repeat the ones before them; there are too many to read each. */
  repeated?: string;
  /** Shown to strangers; whoever is signed in is led on. */
  isSignedOut?: boolean;
}

/** Every page of the application, with the states worth looking at. A page without an entry fails the suite. */
export const PAGES: readonly PageEntry[] = [
  { route: "/", addresses: [] },
  { route: "/account", addresses: ["/account"], states: ["/account?reason=sso-connected-elsewhere"] },
  // It leads on once there is an owner, as there is in every journey.
  { route: "/set-up", addresses: [] },
  {
    route: "/sign-in",
    addresses: ["/sign-in"],
    states: ["/sign-in?why=ended&next=/account", "/sign-in?reason=sso-declined"],
    isSignedOut: true,
  },
  {
    route: "/reference",
    addresses: ["/reference"],
    repeated: "main > section:nth-of-type(n+6):not(#schemas), main section section:nth-of-type(n+5)",
  },
  {
    route: "/[workspace]",
    addresses: ["/{sample}"],
    states: ["/{sample}?by=team&grain=day&period=4w", "/{empty}", "/{sample}?service=gone"],
  },
  {
    route: "/[workspace]/incidents",
    addresses: ["/{sample}/incidents"],
    states: ["/{sample}/incidents?q=nothing+like+it", "/{empty}/incidents"],
  },
  { route: "/[workspace]/incidents/new", addresses: ["/{sample}/incidents/new"] },
  {
    route: "/[workspace]/incidents/[number]",
    addresses: ["/{sample}/incidents/{incident}"],
    states: ["/{sample}/incidents/999999"],
  },
  {
    route: "/[workspace]/sign-offs",
    addresses: ["/{sample}/sign-offs"],
    states: ["/{sample}/sign-offs?scope=all&state=missing", "/{empty}/sign-offs"],
  },
  {
    route: "/[workspace]/policies",
    addresses: ["/{sample}/policies"],
    states: ["/{empty}/policies"],
  },
  {
    route: "/[workspace]/policies/edit",
    addresses: ["/{sample}/policies/edit?preset=every-ai-change"],
  },
  { route: "/[workspace]/sign-offs/gate", addresses: ["/{sample}/sign-offs/gate"] },
  {
    route: "/[workspace]/sign-offs/break-glass",
    addresses: ["/{sample}/sign-offs/break-glass?standing=reviewed"],
    states: ["/{empty}/sign-offs/break-glass"],
  },
  {
    route: "/[workspace]/changes",
    addresses: ["/{sample}/changes"],
    states: [
      "/{sample}/changes?involvement=ai&verdict=cause&from=yesterday",
      "/{sample}/changes?q=nothing+like+it",
      "/{empty}/changes",
    ],
  },
  {
    route: "/[workspace]/changes/[id]",
    addresses: ["/{sample}/changes/{change}"],
    states: ["/{sample}/changes/01900000-0000-7000-8000-000000000000"],
  },
  {
    route: "/[workspace]/sign-offs/capacity",
    addresses: ["/{sample}/sign-offs/capacity"],
    states: ["/{sample}/sign-offs/capacity?fewer=60&weeks=26", "/{empty}/sign-offs/capacity"],
  },
  {
    route: "/[workspace]/sign-offs/compliance",
    addresses: ["/{sample}/sign-offs/compliance"],
    states: ["/{sample}/sign-offs/compliance?team=Payments&weeks=13", "/{empty}/sign-offs/compliance"],
  },
  { route: "/[workspace]/agents", addresses: ["/{sample}/agents"], states: ["/{empty}/agents"] },
  { route: "/[workspace]/agents/[slug]", addresses: ["/{sample}/agents/runbook-agent"] },
  { route: "/[workspace]/agents/walkthrough", addresses: ["/{sample}/agents/walkthrough"] },
  { route: "/[workspace]/services", addresses: ["/{sample}/services"], states: ["/{empty}/services"] },
  { route: "/[workspace]/services/[slug]", addresses: ["/{sample}/services/checkout"] },
  { route: "/[workspace]/people", addresses: ["/{sample}/people"], states: ["/{empty}/people"] },
  {
    route: "/[workspace]/people/identities",
    addresses: ["/{sample}/people/identities"],
    states: ["/{sample}/people/identities?q=nobody+like+it", "/{empty}/people/identities"],
  },
  { route: "/[workspace]/people/[id]", addresses: ["/{sample}/people/{person}"] },
  { route: "/[workspace]/import", addresses: ["/{sample}/import"] },
  { route: "/[workspace]/settings", addresses: ["/{sample}/settings"] },
  { route: "/[workspace]/settings/sign-in", addresses: ["/{sample}/settings/sign-in"] },
  {
    route: "/[workspace]/audit",
    addresses: ["/{sample}/audit"],
    states: ["/{sample}/audit?action=nothing.like-it", "/{empty}/audit"],
  },
  { route: "/[workspace]/settings/members", addresses: ["/{sample}/settings/members"] },
  {
    route: "/[workspace]/settings/integrations",
    addresses: ["/{sample}/settings/integrations"],
    states: ["/{empty}/settings/integrations"],
  },
  {
    route: "/[workspace]/settings/integrations/[id]",
    addresses: ["/{empty}/settings/integrations/{integration}"],
    states: ["/{sample}/settings/integrations/none"],
  },
  {
    route: "/[workspace]/settings/notifications",
    addresses: ["/{sample}/settings/notifications"],
    states: ["/{empty}/settings/notifications"],
  },
  {
    route: "/[workspace]/settings/notifications/[id]",
    addresses: ["/{empty}/settings/notifications/{channel}"],
    states: ["/{sample}/settings/notifications/none"],
  },
  {
    route: "/[workspace]/settings/repositories",
    addresses: ["/{sample}/settings/repositories"],
    states: ["/{sample}/settings/repositories?q=nothing+like+it", "/{empty}/settings/repositories"],
  },
  {
    route: "/[workspace]/settings/repositories/[id]",
    addresses: ["/{empty}/settings/repositories/{repository}"],
    states: ["/{sample}/settings/repositories/none"],
  },
  { route: "/[workspace]/settings/tokens", addresses: ["/{sample}/settings/tokens"] },
  { route: "/invitation/[token]", addresses: [], states: ["/invitation/none"] },
  { route: "/[workspace]/metrics", addresses: ["/{sample}/metrics"] },
];

/** The routes that have a page, as the file system says. */
export function pageRoutes(): string[] {
  const app = path.join(import.meta.dirname, "..", "app");
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => `/${path.dirname(file).split(path.sep).join("/")}`.replace(/^\/\.$/, "/"))
    .sort();
}

/** The addresses with workspaces, an incident and a person put in. */
export async function filled(
  addresses: readonly string[],
  sample: string,
  empty: string,
  request: APIRequestContext,
): Promise<string[]> {
  const read = async (path: string) => (await request.get(`/api/v1${path}workspace=${sample}`)).json();
  const text = addresses.join(" ");
  const incident = text.includes("{incident}")
    ? (await read("/incidents?q=Shoppers+cannot+check+out&")).incidents[0].number
    : "";
  const person = text.includes("{person}") ? (await read("/people?limit=1&")).people[0].id : "";
  const change = text.includes("{change}")
    ? (await read("/changes?involvement=ai&limit=1&")).changes[0].id
    : "";
  const integration = text.includes("{integration}") ? await integrationOf(empty, request) : "";
  const channel = text.includes("{channel}") ? await channelOf(empty, request) : "";
  const repository = text.includes("{repository}") ? await repositoryOf(empty, request) : "";
  return addresses.map((address) =>
    address
      .replace("{integration}", integration)
      .replace("{channel}", channel)
      .replace("{repository}", repository)
      .replace("{sample}", sample)
      .replace("{empty}", empty)
      .replace("{incident}", String(incident))
      .replace("{person}", String(person))
      .replace("{change}", String(change)),
  );
}

/** One of the workspace, made where there is none: the sample has no sources. */
async function integrationOf(workspace: string, request: APIRequestContext): Promise<string> {
  const headers = { "faultline-workspace": workspace };
  const { integrations } = await (await request.get("/api/v1/integrations", { headers })).json();
  if (integrations.length > 0) return integrations[0].id;
  const data = { kind: "github", name: "GitHub" };
  return (await (await request.post("/api/v1/integrations", { headers, data })).json()).integration.id;
}

async function channelOf(workspace: string, request: APIRequestContext): Promise<string> {
  const headers = { "faultline-workspace": workspace };
  const { channels } = await (await request.get("/api/v1/notification-channels", { headers })).json();
  if (channels.length > 0) return channels[0].id;
  const data = {
    kind: "webhook",
    name: "Relay",
    url: "https://hooks.example.com/in",
    events: ["sign-off.requested"],
  };
  return (await (await request.post("/api/v1/notification-channels", { headers, data })).json()).channel.id;
}

async function repositoryOf(workspace: string, request: APIRequestContext): Promise<string> {
  const headers = { "faultline-workspace": workspace };
  const { repositories } = await (await request.get("/api/v1/repositories", { headers })).json();
  if (repositories.length > 0) return repositories[0].id;
  const data = { name: "github.com/acme/shop", pathRules: [{ pattern: "/docs/", services: [] }] };
  return (await (await request.post("/api/v1/repositories", { headers, data })).json()).id;
}
