import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { addAgentTools } from "./agent-tools";
import { type ApiAccess, apiOf } from "./faultline-api";
import { addRecordTools } from "./record-tools";

const INSTRUCTIONS =
  "Faultline keeps the record of incidents and changes, and says which actions of agents need a person. Before you act on a " +
  "running system call request_authorization and do what it answers; afterwards call report_outcome, whatever came of it. " +
  "Before code goes out call ask_gate. What you changed some other way, log with log_change.";

/** The tools over one caller's access to the REST API; it knows nothing that the API does not say. */
export function createMcpServer(access: ApiAccess): McpServer {
  const server = new McpServer(
    { name: "faultline", title: "Faultline", version: access.version },
    { instructions: INSTRUCTIONS },
  );
  const send = apiOf(access);
  addAgentTools(server, send);
  addRecordTools(server, send);
  return server;
}
