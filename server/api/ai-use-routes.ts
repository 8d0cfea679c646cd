import { createRoute } from "@hono/zod-openapi";
import { aiUseBatchSchema, aiUseInputSchema, aiUseResultSchema } from "@/domain/ai-use/schema";
import { messageOf } from "@/domain/issue-words";
import { type AiUseRefusal, type AiUseRow, recordAiUse } from "@/server/ai-use/record";
import { ApiProblem } from "./api-problem";
import { body, json, problems } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const ROWS_MAX = 50_000;

const record = createRoute({
  method: "post",
  path: "/ai-usage",
  operationId: "recordAiUsage",
  tags: ["AI usage"],
  summary: "Record who used which AI tool on which day",
  description:
    "Upserts by person, day and tool. A row that cannot be stored is refused with its reason; the others are kept.",
  request: body(aiUseBatchSchema),
  responses: { 200: json(aiUseResultSchema, "What became of the rows."), ...problems(400, 422) },
});

export const aiUseRoutes = newRouter();

// Documented with the schema of a whole batch, but read row by row: one bad row must not stop the others.
aiUseRoutes.openAPIRegistry.registerPath(record);
aiUseRoutes.post("/ai-usage", async (c) => {
  // A body that is there has been read as JSON before; one that is not is no list.
  const batch: unknown = await c.req.json().catch(() => null);
  const { rows, indexes, refused } = readRows(batch);
  const result = await write(c.get("ctx"), (ctx) => recordAiUse(ctx, rows));
  return c.json({
    accepted: result.accepted,
    unchanged: result.unchanged,
    refused: [
      ...refused,
      ...result.refused.map((refusal) => ({ ...refusal, index: indexes[refusal.index] ?? refusal.index })),
    ].sort((a, b) => a.index - b.index),
  });
});

function readRows(batch: unknown): { rows: AiUseRow[]; indexes: number[]; refused: AiUseRefusal[] } {
  if (!Array.isArray(batch)) {
    throw new ApiProblem(
      422,
      "invalid-value",
      'Send a list of rows: [{"email": "…", "day": "2026-01-31", "tool": "…"}].',
    );
  }
  if (batch.length > ROWS_MAX) {
    throw new ApiProblem(
      422,
      "too-many-rows",
      `Send up to ${ROWS_MAX} rows at once; this is ${batch.length}.`,
    );
  }
  const rows: AiUseRow[] = [];
  const indexes: number[] = [];
  const refused: AiUseRefusal[] = [];
  batch.forEach((row: unknown, index) => {
    const parsed = aiUseInputSchema.safeParse(row);
    if (parsed.success) {
      rows.push(parsed.data);
      indexes.push(index);
      return;
    }
    const [issue] = parsed.error.issues;
    refused.push({
      index,
      field: issue?.path.map(String).join(".") ?? "",
      reason: issue ? messageOf(issue) : "This row cannot be read.",
    });
  });
  return { rows, indexes, refused };
}
