import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as GitHub would see it. */
interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export interface StandIn {
  /** Address of its API, as of an Enterprise Server. */
  apiUrl: string;
  seen: SeenRequest[];
  /** What it answers next, in order; after them it takes whatever is well formed. */
  answers: ((response: ServerResponse) => void)[];
  close(): void;
}

const TAKEN = new Set(["state", "target_url", "description", "context"]);

/**
 * GitHub's "Create a commit status", as its reference describes it: whatever it would refuse is refused here, so that a
 * request that is not in its format fails the test.
 */
export async function githubStandIn(token: string): Promise<StandIn> {
  const seen: SeenRequest[] = [];
  const answers: StandIn["answers"] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      const one = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(text || "{}") as Record<string, unknown>,
      };
      seen.push(one);
      const scripted = answers.shift();
      if (scripted !== undefined) return scripted(response);
      const problem = problemOf(one, token);
      if (problem !== null) return answer(response, problem.status, { message: problem.message });
      answer(response, 201, { ...one.body, id: seen.length });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { apiUrl: `http://127.0.0.1:${port}/api/v3`, seen, answers, close: () => server.close() };
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

function problemOf({ method, path, headers, body }: SeenRequest, token: string) {
  const refuse = (status: number, message: string) => ({ status, message });
  if (headers.authorization !== `token ${token}` && headers.authorization !== `Bearer ${token}`) {
    return refuse(401, "Bad credentials");
  }
  if (method !== "POST" || !/^\/api\/v3\/repos\/[\w.-]+\/[\w.-]+\/statuses\/[0-9a-f]{40}$/.test(path)) {
    return refuse(404, "Not Found");
  }
  if (!headers["user-agent"]) return refuse(403, "Request forbidden by administrative rules.");
  if (!headers["content-type"]?.startsWith("application/json")) return refuse(415, "Unsupported Media Type");
  if (headers["x-github-api-version"] !== "2022-11-28") return refuse(400, "Unsupported API version");
  if (headers.accept !== "application/vnd.github+json") return refuse(415, "Unsupported 'Accept' header");
  const unknown = Object.keys(body).filter((name) => !TAKEN.has(name));
  if (unknown.length > 0) return refuse(422, `Validation Failed: ${unknown.join(", ")}`);
  if (!["error", "failure", "pending", "success"].includes(String(body.state))) {
    return refuse(422, "Validation Failed: state");
  }
  if (typeof body.context !== "string" || body.context === "")
    return refuse(422, "Validation Failed: context");
  if (String(body.description ?? "").length > 140) return refuse(422, "Validation Failed: description");
  if (body.target_url !== undefined && !/^https?:\/\//.test(String(body.target_url))) {
    return refuse(422, "Validation Failed: target_url");
  }
  return null;
}
