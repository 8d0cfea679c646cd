import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { AI_ROLES } from "@/domain/cause/kinds";
import type { ChangePage } from "@/domain/change/list-schema";
import { type Change, changeInputSchema } from "@/domain/change/schema";
import type { Incident, IncidentPage, IncidentSummary } from "@/domain/incident/schema";
import type { Send } from "./faultline-api";
import { addTool, type Said } from "./tool";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const words = (max: number) => z.string().trim().min(1).max(max);

/** The ledger, the gate and the incidents. */
export function addRecordTools(server: McpServer, send: Send): void {
  addTool(server, send, "log_change", {
    title: "Log a change",
    description:
      "Put on record something that altered a running system: a deployment, a configuration, a flag, DNS, infrastructure. " +
      "The same source and externalId, or repository and revision, are the same change. Say in ai how AI took part.",
    input: changeInputSchema.pick({
      kind: true,
      title: true,
      description: true,
      source: true,
      externalId: true,
      url: true,
      repository: true,
      revision: true,
      services: true,
      environment: true,
      author: true,
      deployedAt: true,
      outcome: true,
      ai: true,
    }),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    run: async (api, body, signal) => {
      const change = (await api("POST", "/changes", { body, signal })) as Change;
      return { text: `On record: ${changeWords(change)}.`, answer: change };
    },
  });
  addTool(server, send, "declare_ai_involvement", {
    title: "Declare AI's part in a change",
    description:
      "Say that AI took part in a change of the ledger, with which tool and how: wrote-code, advised, or acted. It is kept " +
      "as a declaration, beside whatever evidence there is; nothing that others said is overwritten.",
    input: z.object({
      change: words(300).describe("Its id, whole revision, #123 of a pull request, or address."),
      role: z.enum(AI_ROLES),
      tool: words(120).optional(),
      model: words(120).optional(),
      reason: words(4000).describe("What was done with the tool."),
    }),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    run: async (api, { change, ...body }, signal) => {
      const id = await changeIdOf(api, change, signal);
      const path = `/changes/${id}/involvement-statements`;
      const declared = (await api("POST", path, { body: { kind: "declared", ...body }, signal })) as Change;
      return { text: `Declared: ${changeWords(declared)}.`, answer: declared };
    },
  });
  addTool(server, send, "ask_gate", {
    title: "Ask whether a change may go out",
    description:
      "Whether the sign-off policy lets a revision, or a change of the ledger, go out to an environment: allow or hold, " +
      "with the reason and what is missing. Ask before you deploy or merge to what deploys by itself.",
    input: z.object({
      repository: words(300).optional().describe("Such as github.com/acme/shop; with revision."),
      revision: words(100).optional().describe("The whole revision, not the beginning of one."),
      change: words(100).optional().describe("Id of a change, instead of repository and revision."),
      environment: words(120).optional(),
    }),
    annotations: { readOnlyHint: true },
    run: async (api, body, signal) => {
      const answer = (await api("POST", "/gate", { body, signal })) as { decision: string; reason: string };
      const isHeld = answer.decision !== "allow";
      const next = isHeld ? "\nDo not let it out. What is missing is a person's to give." : "";
      return { text: `${isHeld ? "HOLD" : "ALLOW"}. ${answer.reason}${next}`, answer };
    },
  });
  addTool(server, send, "look_up_incident", {
    title: "Look up incidents",
    description:
      "One incident by its number, with its causes, timeline and linked changes; or those that words, a service or a state find, newest first.",
    input: z.object({
      incident: words(100).optional().describe("INC-123, 123, or its id."),
      q: words(200).optional().describe("Words of the title."),
      service: words(80).optional().describe("Slug."),
      open: z.boolean().optional().describe("Only those that are not over."),
      limit: z.number().int().min(1).max(50).default(10),
    }),
    annotations: { readOnlyHint: true },
    run: (api, { incident, open, ...query }, signal) =>
      incident === undefined
        ? findIncidents(api, { ...query, status: open === true ? "open" : undefined }, signal)
        : oneIncident(api, incident, signal),
  });
}

async function changeIdOf(api: Send, reference: string, signal: AbortSignal): Promise<string> {
  if (UUID.test(reference)) return reference;
  const found = (await api("GET", "/changes/search", { query: { q: reference }, signal })) as ChangePage;
  const [change, other] = found.changes;
  if (change === undefined) {
    throw new Error(`no change on record is ${reference}. Log it first with log_change, or give its id.`);
  }
  if (other === undefined) return change.id;
  const listed = found.changes.slice(0, 5).map((one) => `- ${one.id}: ${changeWords(one)}`);
  throw new Error(`${reference} may be several changes. Call again with one's id:\n${listed.join("\n")}`);
}

type ShownChange = Pick<Change, "id" | "kind" | "title" | "at" | "involvement" | "ai">;

function changeWords({ id, kind, title, at, involvement, ai }: ShownChange): string {
  const part = ai === null ? involvement : ["AI", ai.role, ai.tool, ai.grade].filter(Boolean).join(", ");
  return `${kind} “${title}” at ${at} (${part}), change ${id}`;
}

async function findIncidents(
  api: Send,
  query: Record<string, string | number | undefined>,
  signal: AbortSignal,
): Promise<Said> {
  const page = (await api("GET", "/incidents", { query, signal })) as IncidentPage;
  const lines = page.incidents.map(incidentLine);
  return { text: lines.length === 0 ? "No incident is like that." : lines.join("\n"), answer: page };
}

async function oneIncident(api: Send, reference: string, signal: AbortSignal): Promise<Said> {
  const incident = (await api("GET", `/incidents/${encodeURIComponent(reference)}`, { signal })) as Incident;
  const text = [incidentLine(incident), incident.summary].filter(Boolean).join("\n");
  return { text, answer: incident };
}

function incidentLine(one: IncidentSummary): string {
  const services = one.services.map(({ slug }) => slug).join(", ");
  return `INC-${one.number} ${one.severity} ${one.status}: ${one.title}, since ${one.impactStartedAt}; hit ${services || "no service"}`;
}
