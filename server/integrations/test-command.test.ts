import { execFile, spawnSync } from "node:child_process";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { INTEGRATION_KINDS } from "@/domain/integration/kinds";
import { testCommand } from "@/domain/integration/test-command";
import { nameDelivery } from "./delivery-event";
import { makeSecret } from "./secret";
import { isAuthentic } from "./verify";

const lacking = ["bash", "curl", "openssl"].filter((tool) => spawnSync("which", [tool]).status !== 0);
if (lacking.length > 0) console.warn(`Not tested, because ${lacking.join(", ")} cannot be run.`);

interface Sent {
  headers: IncomingHttpHeaders;
  text: string;
}

/** What the command sends, run by a shell whose user pastes the secret. */
async function sentBy(command: (address: string) => string, secret: string): Promise<Sent> {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    sent.push({ headers: request.headers, text: Buffer.concat(parts).toString() });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    const line = command(`http://127.0.0.1:${port}/api/v1/hooks/o'neill/1`);
    const shell = execFile("bash", ["-c", line], (error) => (error ? reject(error) : resolve()));
    shell.stdin?.end(`${secret}\n`);
  });
  server.close();
  const [one] = sent;
  if (one === undefined || sent.length !== 1) throw new Error(`Sent ${sent.length} requests.`);
  return one;
}

test.skipIf(lacking.length > 0).each(INTEGRATION_KINDS)(
  "the line of the guide for %s is signed as its sender signs, and is an event",
  async (kind) => {
    const secret = makeSecret(kind);
    const { headers, text } = await sentBy((address) => testCommand(kind, address), secret);
    const given = new Headers(
      Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const request = { kind, headers: given, text, nowMs: Date.now() };
    expect(await isAuthentic(request, [secret])).toBe(true);
    expect(await isAuthentic(request, [makeSecret(kind)])).toBe(false);
    const { event } = nameDelivery(kind, { headers: given, text, payload: JSON.parse(text) });
    expect(event).toBe({ github: "ping", gitlab: "test", cloudevents: "com.example.test" }[kind]);
  },
);
