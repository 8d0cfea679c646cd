import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { ApiAccess } from "./faultline-api";
import { createMcpServer } from "./server";

const BODY_BYTES_MAX = 1_000_000;

/**
 * Serves the tools over streamable HTTP, on this machine alone. Each request stands by itself and brings its own bearer
 * token, which is passed on: whoever calls is, to Faultline, who their token says.
 */
export async function serveHttp(
  access: Omit<ApiAccess, "token">,
  port: number,
): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    void answer(access, request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500, "Something failed here.");
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const bound = server.address();
  const boundPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return { server, address: `http://127.0.0.1:${boundPort}/mcp` };
}

async function answer(
  access: Omit<ApiAccess, "token">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A name of another site may be made to lead here, and a page of another site may send: both are refused.
  if (!isHere(request.headers.host)) return refuse(response, 403, "This answers to localhost alone.");
  if (!isOwnOrigin(request)) return refuse(response, 403, "Another site may not call this.");
  if (new URL(request.url ?? "/", "http://localhost").pathname !== "/mcp") {
    return refuse(response, 404, "The tools are at /mcp.");
  }
  if (request.method !== "POST") return refuse(response, 405, "Send POST.", { allow: "POST" });
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) {
    return refuse(response, 401, "Send a Faultline API token as Authorization: Bearer.", {
      "www-authenticate": "Bearer",
    });
  }
  const server = createMcpServer({ ...access, token });
  const transport = new StreamableHTTPServerTransport({
    enableJsonResponse: true,
    maxRequestBodySize: BODY_BYTES_MAX,
  });
  response.on("close", () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

function isHere(host: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "127.0.0.1" || name === "[::1]";
}

/** Programs send no origin; a browser's page has to be of this very server. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ jsonrpc: "2.0", error: { code: -32_000, message }, id: null }));
}
