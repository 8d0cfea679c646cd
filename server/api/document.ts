import type { OpenAPIHono } from "@hono/zod-openapi";
import { OPEN } from "./authentication";
import type { ApiEnvironment } from "./environment";
import { EXAMPLES } from "./examples";
import { takesIdempotencyKey } from "./idempotency";

export type ApiDocument = ReturnType<OpenAPIHono<ApiEnvironment>["getOpenAPI31Document"]>;

const documents = new WeakMap<OpenAPIHono<ApiEnvironment>, ApiDocument>();

const DESCRIPTION = `
Everything Faultline's own pages do goes through this API.

- **Who**: send a token as \`Authorization: Bearer flt_...\` (Settings, Tokens, or \`npx faultline token create\`), or a signed-in session's cookie. Nobody gets 401, a missing role or scope 403, what one is no member of 404.
- **Workspace**: send \`Faultline-Workspace: <slug>\`, or \`?workspace=<slug>\`. Without either, the token's own, or your oldest that is not the sample.
- **Times** are ISO 8601 instants in UTC. \`from\` and \`to\` also take dates, which mean the start of that day in the workspace's zone; \`to\` is not included.
- **Ratios** are 0 to 1.
- **Edits** send \`If-Match\` with the version they were made from, and answer 412 instead of losing an update.
- **POST** takes an \`Idempotency-Key\`: the same request with the same key is done once and answered the same, byte for byte, for 24 hours. Another body under that key is refused with 422; while the first still runs, with 409 and \`Retry-After\`. A refusal is not kept: correct the request and send it again. The routes of sign-in and of one's own account take no key: they hand out sessions, which are never kept, and make nothing twice.
- **Lists** are pages: pass \`nextCursor\` as \`cursor\` until it is null.
- **Errors** are \`application/problem+json\` with a stable \`code\`, the \`field\` to fix and a \`requestId\`.
`.trim();

const WORKSPACE_HEADER = {
  name: "Faultline-Workspace",
  in: "header",
  required: false,
  description: "Slug of the workspace.",
  schema: { type: "string" },
} as const;

const IDEMPOTENCY_HEADER = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Up to 255 characters; a repetition with the same key gets the first answer again.",
  schema: { type: "string", maxLength: 255 },
} as const;

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const SECURITY_SCHEMES = {
  token: {
    type: "http",
    scheme: "bearer",
    description:
      "An API token, `flt_...`: personal, or of a service; it does what its scopes and roles allow.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "faultline.session_token",
    description:
      "The cookie of a signed-in person; over https its name begins with `__Secure-`. Other sites may not write with it.",
  },
} as const;

/** The OpenAPI document of the app, made once from the schemas that validate its requests. */
export function apiDocument(app: OpenAPIHono<ApiEnvironment>): ApiDocument {
  const known = documents.get(app);
  if (known) return known;
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Faultline", version: "1", description: DESCRIPTION },
    servers: [{ url: "http://localhost:3000" }],
    security: [{ token: [] }, { session: [] }],
  });
  document.components = { ...document.components, securitySchemes: SECURITY_SCHEMES };
  openTheOpen(document);
  addSharedHeaders(document);
  addExamples(document);
  documents.set(app, document);
  return document;
}

/** What is reached without an account says so. */
function openTheOpen(document: ApiDocument): void {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined && OPEN.has(`${method.toUpperCase()} ${path}`)) operation.security = [];
    }
  }
}

/** Headers that the middleware reads on every route, so that no route needs to name them. */
function addSharedHeaders(document: ApiDocument): void {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const isOfWorkspace = !path.startsWith("/api/v1/workspaces");
    for (const operation of METHODS.map((method) => item[method])) {
      if (operation === undefined) continue;
      operation.parameters = [
        ...(operation.parameters ?? []),
        ...(isOfWorkspace ? [WORKSPACE_HEADER] : []),
        ...(operation === item.post && takesIdempotencyKey(path) ? [IDEMPOTENCY_HEADER] : []),
      ];
    }
  }
}

function addExamples(document: ApiDocument): void {
  for (const [id, schema] of Object.entries(document.components?.schemas ?? {})) {
    const example = EXAMPLES[id];
    if (example !== undefined && "type" in schema) schema.examples = [example];
  }
}
