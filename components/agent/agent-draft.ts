import { slugOf } from "@/components/form/numbers";
import type { FormWords } from "@/components/form/use-merged-draft";
import type { Problems } from "@/components/form/use-submit";
import type { RegisteredAgent } from "@/domain/agent/schema";
import type { Autonomy } from "@/domain/sign-off/policy";

/** A permission as it is typed: lists are separated by commas. */
export interface PermissionDraft {
  key: string;
  environments: string;
  actions: string;
  autonomy: Autonomy;
  destructiveAlone: string;
}

export type AgentDraft = {
  name: string;
  slug: string;
  owner: string;
  team: string;
  tool: string;
  description: string;
  credentialScope: string;
  permissions: readonly PermissionDraft[];
};

export const AGENT_FIELDS = [
  "name",
  "slug",
  "owner",
  "team",
  "tool",
  "description",
  "credentialScope",
  "permissions",
] as const;

/** To begin with it may act in no production by itself. */
export function firstDraft(): AgentDraft {
  return {
    name: "",
    slug: "",
    owner: "",
    team: "",
    tool: "",
    description: "",
    credentialScope: "",
    permissions: [newPermission("production", "act-with-approval"), newPermission("staging", "act-alone")],
  };
}

export function newPermission(environments = "", autonomy: Autonomy = "suggest"): PermissionDraft {
  return { key: crypto.randomUUID(), environments, actions: "", autonomy, destructiveAlone: "" };
}

export function draftOf(agent: RegisteredAgent): AgentDraft {
  return {
    name: agent.name,
    slug: agent.slug,
    owner: agent.owner?.name ?? "",
    team: agent.team ?? "",
    tool: agent.tool ?? "",
    description: agent.description ?? "",
    credentialScope: agent.credentialScope ?? "",
    permissions: agent.permissions.map(({ environments, actions, autonomy, destructiveAlone }, index) => ({
      key: String(index),
      environments: environments.join(", "),
      actions: actions.join(", "),
      autonomy,
      destructiveAlone: (destructiveAlone ?? []).join(", "),
    })),
  };
}

export function checkAgent(draft: AgentDraft): Problems {
  const problems: Problems = {};
  if (draft.name.trim() === "") problems.name = "Give the agent a name.";
  if (draft.owner.trim() === "") problems.owner = "Say who answers for it.";
  const empty = draft.permissions.findIndex(
    (one) => listOf(one.environments).length === 0 || listOf(one.actions).length === 0,
  );
  if (empty >= 0) {
    problems.permissions = `Permission ${empty + 1} names no environment or no action. Name them, or * for any; or take it away.`;
  }
  return problems;
}

const listOf = (text: string) =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

export function agentInputOf(draft: AgentDraft) {
  return {
    slug: draft.slug.trim() || slugOf(draft.name),
    name: draft.name.trim(),
    owner: draft.owner.trim(),
    team: draft.team.trim() || null,
    tool: draft.tool.trim() || null,
    description: draft.description.trim() || null,
    credentialScope: draft.credentialScope.trim() || null,
    permissions: draft.permissions.map(({ environments, actions, autonomy, destructiveAlone }) => ({
      environments: listOf(environments),
      actions: listOf(actions),
      autonomy,
      destructiveAlone: listOf(destructiveAlone),
    })),
  };
}

/** Only what differs from what was opened. */
export function agentEditOf(draft: AgentDraft, opened: AgentDraft) {
  const { slug: _, ...all } = agentInputOf(draft);
  const { slug: _opened, ...before } = agentInputOf(opened);
  const old: Record<string, unknown> = before;
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])),
  );
}

const permissionText = (permissions: readonly PermissionDraft[]) =>
  permissions
    .map((one) => [one.environments, one.actions, one.autonomy, one.destructiveAlone].join(" / "))
    .join("\n");

export const AGENT_WORDS: FormWords<AgentDraft> = {
  what: "this agent",
  labels: {
    name: "Name",
    slug: "Slug",
    owner: "Owner",
    team: "Team",
    tool: "Tool",
    description: "What it is for",
    credentialScope: "Credentials",
    permissions: "Permissions",
  },
  textOf: (_, value) => (typeof value === "string" ? value.trim() : permissionText(value)),
};
