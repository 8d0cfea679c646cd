import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnvironment } from "./environment";

type Document = ReturnType<OpenAPIHono<ApiEnvironment>["getOpenAPI31Document"]>;

const documents = new WeakMap<OpenAPIHono<ApiEnvironment>, Document>();

const DESCRIPTION = `
Everything Faultline's own pages do goes through this API.

- **Workspace**: send \`Faultline-Workspace: <slug>\`, or \`?workspace=<slug>\`. Without either, the oldest workspace that is not the sample.
- **Times** are ISO 8601 instants in UTC. \`from\` and \`to\` also take dates, which mean the start of that day in the workspace's zone; \`to\` is not included.
- **Ratios** are 0 to 1.
- **Edits** send \`If-Match\` with the version they were made from, and answer 412 instead of losing an update.
- **POST** takes an \`Idempotency-Key\`: the same request with the same key is done once and answered the same for 24 hours.
- **Lists** are pages: pass \`nextCursor\` as \`cursor\` until it is null.
- **Errors** are \`application/problem+json\` with a stable \`code\`, the \`field\` to fix and a \`requestId\`.
`.trim();

/** The OpenAPI document of the app, made once from the schemas that validate its requests. */
export function apiDocument(app: OpenAPIHono<ApiEnvironment>): Document {
  const known = documents.get(app);
  if (known) return known;
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Faultline", version: "1", description: DESCRIPTION },
    servers: [{ url: "http://localhost:3000" }],
  });
  documents.set(app, document);
  return document;
}
