import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { csvLine } from "@/domain/csv/write";
import type { ImportKind, ImportOptions } from "@/domain/import/plan";
import {
  importKindSchema,
  importOptionsSchema,
  importPreviewSchema,
  importRunListSchema,
  importRunSchema,
} from "@/domain/import/schema";
import { UPLOAD_BYTES_MAX } from "@/server/import/decode";
import { planFile } from "@/server/import/plan-file";
import { previewImport } from "@/server/import/preview";
import { getImportRun, importRefusals, listImportRuns, readImportRun } from "@/server/import/queries";
import type { InputFile } from "@/server/import/read-input";
import { authoriseImport, carryOut, openRun } from "@/server/import/run";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";
import { afterCommit } from "./idempotency";
import { idParameter, json, problems } from "./responses";
import { newRouter } from "./router";
import { refuseIssues } from "./validation";

const tags = ["Imports"];

const uploadQuery = z.object({
  kind: z
    .union([importKindSchema, z.enum(["auto", ""])])
    .optional()
    .meta({ description: "What the file holds; recognized when left out." }),
  fileName: z.string().max(300).optional().meta({ description: "Helps where the content leaves it open." }),
  options: z
    .string()
    .max(60_000)
    .optional()
    .meta({ description: 'ImportOptions as JSON, such as {"levels": {"minor": "partial"}}.' }),
});

const upload = {
  query: uploadQuery,
  body: {
    required: true,
    description: "The file itself, or a form with the fields file, kind and options. Gzip is unpacked.",
    content: {
      "application/octet-stream": { schema: z.string().meta({ format: "binary" }) },
      "multipart/form-data": {
        schema: z.object({
          file: z.string().meta({ format: "binary" }),
          kind: z.string().optional(),
          options: z.string().optional(),
        }),
      },
    },
  },
} as const;

const preview = createRoute({
  method: "post",
  path: "/imports/preview",
  operationId: "previewImport",
  tags,
  summary: "See what an import would do",
  description: "Nothing is written. A kind or column that must still be chosen is told in `problem`.",
  request: upload,
  responses: { 200: json(importPreviewSchema, "What the file holds."), ...problems(422) },
});

const start = createRoute({
  method: "post",
  path: "/imports",
  operationId: "startImport",
  tags,
  summary: "Import a file",
  description:
    "Answers when the file is read; its records are written after that. Follow the run until its status is done or failed. Importing the same file twice changes nothing.",
  request: upload,
  responses: { 202: json(importRunSchema, "The run, under way."), ...problems(422) },
});

const list = createRoute({
  method: "get",
  path: "/imports",
  operationId: "listImports",
  tags,
  summary: "List the latest imports",
  responses: { 200: json(importRunListSchema, "The latest 50, newest first, without their refusals.") },
});

const get = createRoute({
  method: "get",
  path: "/imports/{id}",
  operationId: "getImport",
  tags,
  summary: "Follow an import",
  request: { params: idParameter },
  responses: { 200: json(importRunSchema, "The run with its first refusals."), ...problems(404) },
});

const refusals = createRoute({
  method: "get",
  path: "/imports/{id}/refusals.csv",
  operationId: "exportImportRefusals",
  tags,
  summary: "Download the refused rows of an import",
  request: { params: idParameter },
  responses: {
    200: {
      description: "Row, reference, field, code and reason.",
      content: { "text/csv": { schema: z.string() } },
    },
    ...problems(404),
  },
});

interface Upload {
  file: InputFile;
  kind: ImportKind | null;
  options: ImportOptions;
}

/** The file is taken as it is, so its routes are documented with a schema and read by hand. */
async function readUpload(c: Context<ApiEnvironment>): Promise<Upload> {
  const query = uploadQuery.safeParse(c.req.query());
  if (!query.success) return refuseIssues(query.error.issues);
  const { data } = query;
  if (!/^multipart\/form-data/i.test(c.req.header("content-type") ?? "")) {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const file = { name: data.fileName ?? "upload", bytes };
    return { file, kind: kindOf(data.kind), options: optionsOf(data.options) };
  }
  const form = await readForm(c);
  const file = form.file;
  if (!(file instanceof File)) {
    throw new ApiProblem(422, "file-missing", "Send the file in a form field called file.", {
      field: "file",
    });
  }
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    file: { name: data.fileName ?? file.name, bytes: new Uint8Array(await file.arrayBuffer()) },
    kind: kindOf(text(form.kind) ?? data.kind),
    options: optionsOf(text(form.options) ?? data.options),
  };
}

async function readForm(c: Context<ApiEnvironment>) {
  try {
    return await c.req.parseBody();
  } catch {
    throw new ApiProblem(
      422,
      "malformed-form",
      "The form cannot be read. Send the file itself as the body instead.",
    );
  }
}

function kindOf(text: string | undefined): ImportKind | null {
  if (text === undefined || text === "" || text === "auto") return null;
  const parsed = importKindSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ApiProblem(422, "kind-unknown", `kind is one of: auto, ${importKindSchema.options.join(", ")}.`, {
    field: "kind",
  });
}

function optionsOf(text: string | undefined): ImportOptions {
  if (text === undefined || text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiProblem(422, "invalid-value", 'options is JSON, such as {"zone": "Europe/Berlin"}.', {
      field: "options",
    });
  }
  const parsed = importOptionsSchema.safeParse(value);
  return parsed.success ? parsed.data : refuseIssues(parsed.error.issues);
}

export const importRoutes = newRouter();

importRoutes.openAPIRegistry.registerPath(preview);
importRoutes.openAPIRegistry.registerPath(start);

importRoutes.post("/imports/preview", async (c) => {
  const { file, kind, options } = await readUpload(c);
  return c.json(await previewImport(c.get("ctx"), file, { kind, options, maxBytes: UPLOAD_BYTES_MAX }));
});

importRoutes.post("/imports", async (c) => {
  authoriseImport(c.get("ctx"));
  const { file, kind, options } = await readUpload(c);
  const { plan } = planFile(file, { kind, options, maxBytes: UPLOAD_BYTES_MAX });
  const ctx = c.get("ctx");
  const id = await openRun(ctx, { name: file.name, plan });
  afterCommit(c, () => {
    // The run goes on after its answer, so it must not live in this request's transaction; and what goes wrong from
    // here on is told by the run itself.
    carryOut({ ...ctx, db: c.get("dependencies").db() }, id, plan).catch(() => undefined);
  });
  c.header("location", `/api/v1/imports/${id}`);
  return c.json(await readImportRun(ctx, id), 202);
});

importRoutes
  .openapi(list, async (c) => c.json({ runs: await listImportRuns(c.get("ctx")) }, 200))
  .openapi(get, async (c) => c.json(await getImportRun(c.get("ctx"), c.req.valid("param").id), 200))
  .openapi(refusals, async (c) => {
    const { id } = c.req.valid("param");
    const rows = await importRefusals(c.get("ctx"), id);
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", `attachment; filename="refused-rows-${id.slice(0, 8)}.csv"`);
    return c.body(refusalsCsv(rows), 200);
  });

/** Text from a foreign file, as a spreadsheet may open it. */
function refusalsCsv(rows: Awaited<ReturnType<typeof importRefusals>>): string {
  const columns = ["row", "ref", "field", "code", "reason"] as const;
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map(csvLine).join("");
}
