import http from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";

/** The paths of the planted holes, to begin a scan at. */
export const PLANTED = ["/planted-page?name=ann", "/planted-query?slug=default"];

const PLANTED_PATHS = new Set(PLANTED.map((one) => one.split("?")[0]));

/**
 * Stands before the application on a port of its own. Planted, it adds two holes: a page that repeats its parameter
 * unescaped, and a query that is put together as text. A scanner that misses them is not set up to find anything.
 */
export async function startProxy(target: URL, holes: pg.Pool | null): Promise<{ url: URL; close(): void }> {
  const server = http.createServer((request, response) => {
    const asked = new URL(request.url ?? "/", target);
    if (holes !== null && PLANTED_PATHS.has(asked.pathname)) {
      answerPlanted(holes, asked).then(
        ({ status, body }) => response.writeHead(status, { "content-type": "text/html" }).end(body),
        (error: Error) => response.writeHead(500, { "content-type": "text/plain" }).end(error.message),
      );
      return;
    }
    const { method, headers } = request;
    const onward = http.request(
      { host: target.hostname, port: target.port, path: request.url, method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return { url: new URL(`http://127.0.0.1:${address.port}`), close: () => server.close() };
}

async function answerPlanted(holes: pg.Pool, asked: URL): Promise<{ status: number; body: string }> {
  if (asked.pathname === "/planted-page") {
    return { status: 200, body: `<html><body><p>Hello ${asked.searchParams.get("name")}</p></body></html>` };
  }
  const { rows } = await holes.query(
    `select name from workspace where slug = '${asked.searchParams.get("slug")}'`,
  );
  return { status: 200, body: `<html><body><p>${JSON.stringify(rows)}</p></body></html>` };
}
