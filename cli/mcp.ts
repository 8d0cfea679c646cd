import { readFileSync } from "node:fs";
import path from "node:path";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { Command, InvalidArgumentError } from "commander";
import { serveHttp } from "./mcp/serve-http";
import { createMcpServer } from "./mcp/server";
import { projectRoot } from "./project-root";

interface Options {
  url: string;
  workspace?: string;
  http?: boolean;
  port: number;
}

export function createCommand(): Command {
  const command = new Command("mcp")
    .description("offer Faultline to coding agents as an MCP server, over standard input and output or HTTP")
    .option("--url <url>", "where Faultline is; FAULTLINE_URL when left out", httpUrl, defaultUrl())
    .option("--workspace <slug>", "the token's own workspace when left out")
    .option("--http", "serve streamable HTTP on this machine instead, with each caller's own token")
    .option("--port <port>", "of the HTTP server", port, 3900)
    .addHelpText(
      "after",
      "\nThe token comes from FAULTLINE_TOKEN; make one with `npx faultline token create`.",
    );
  return command.action((options: Options) => serve(command, options));
}

async function serve(command: Command, { url, workspace, ...options }: Options): Promise<void> {
  const access = { url, workspace, version: ownVersion() };
  if (options.http === true) {
    const { server, address } = await serveHttp(access, options.port);
    process.stderr.write(
      `Faultline's tools are at ${address}, for ${url}. Send your token as Authorization: Bearer.\n`,
    );
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close());
    await new Promise((resolve) => server.once("close", resolve));
    return;
  }
  const token = process.env.FAULTLINE_TOKEN?.trim();
  if (!token) {
    command.error(
      "error: FAULTLINE_TOKEN is not set. Make a token with `npx faultline token create --name agent --scope read,write`.",
    );
  }
  const server = createMcpServer({ ...access, token });
  await server.connect(new StdioServerTransport());
  // Standard output is the protocol's alone; the client ends the server by closing its input.
  await new Promise((resolve) => process.stdin.once("close", resolve).once("end", resolve));
  await server.close();
}

function defaultUrl(): string {
  return process.env.FAULTLINE_URL?.trim() || `http://127.0.0.1:${process.env.PORT || 3000}`;
}

function ownVersion(): string {
  const file: unknown = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8"));
  const isNamed = typeof file === "object" && file !== null && "version" in file;
  return isNamed ? String(file.version) : "0";
}

function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("Give Faultline's address, such as https://faultline.example.com.");
}

function port(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new InvalidArgumentError("Give a port, 0 to 65535.");
}
