import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult, ToolAnnotations } from "@modelcontextprotocol/sdk/types.js";
import type { z } from "zod";
import { Refused, type Send, Unreachable } from "./faultline-api";

/** What a tool says: a text for the model, and the API's own answer. */
export interface Said {
  text: string;
  answer: unknown;
}

interface Tool<Shape extends z.ZodRawShape> {
  title: string;
  description: string;
  input: z.ZodObject<Shape>;
  annotations: ToolAnnotations;
  run(send: Send, input: z.output<z.ZodObject<Shape>>, signal: AbortSignal): Promise<Said>;
}

/** Adds a tool whose refusals are told as its result, with what to do next: the model reads those, not faults. */
export function addTool<Shape extends z.ZodRawShape>(
  server: McpServer,
  send: Send,
  name: string,
  { title, description, input, annotations, run }: Tool<Shape>,
): void {
  const schema: z.ZodType = input;
  server.registerTool(
    name,
    { title, description, inputSchema: schema, annotations: { openWorldHint: false, ...annotations } },
    async (given: unknown, { signal }: { signal: AbortSignal }): Promise<CallToolResult> => {
      try {
        const { text, answer } = await run(send, input.parse(given), signal);
        return { content: [{ type: "text", text }], ...structured(answer) };
      } catch (error) {
        return { content: [{ type: "text", text: failureText(error) }], isError: true };
      }
    },
  );
}

const structured = (answer: unknown) =>
  typeof answer === "object" && answer !== null && !Array.isArray(answer)
    ? { structuredContent: { ...answer } }
    : {};

const NEXT: Record<number, string> = {
  401: "Next: a person has to give this server a valid token (FAULTLINE_TOKEN).",
  403: "Next: ask a person whose role allows it; do not look for a way around it.",
  404: "Next: check the name or id, and that the token is of the right workspace.",
  409: "Next: read its present state before trying anything else.",
  422: "Next: put the named value right and call again.",
  429: "Next: wait a minute, then call again.",
};

function failureText(error: unknown): string {
  if (error instanceof Unreachable) {
    return `${error.message}\nNext: try again later. No answer is no leave: do not act on production in the meantime.`;
  }
  if (!(error instanceof Refused))
    return `This failed: ${error instanceof Error ? error.message : String(error)}`;
  return [`${error.message} [${error.status} ${error.code}]`, NEXT[error.status]].filter(Boolean).join("\n");
}
