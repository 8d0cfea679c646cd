import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const caseSchema = z.object({
  repo: z.string(),
  incident: z.object({ at: z.string(), services: z.array(z.string()), text: z.string() }),
  candidates: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      services: z.array(z.string()),
      author: z.string().nullable(),
      bot: z.boolean(),
      additions: z.number(),
      deletions: z.number(),
      files: z.number(),
      title: z.string(),
    }),
  ),
  culprit: z.string(),
});
export type Case = z.output<typeof caseSchema>;

/** Labelled cases from a file of gzipped JSON lines. */
export function readCases(file: string): Case[] {
  return gunzipSync(readFileSync(file))
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => caseSchema.parse(JSON.parse(line)));
}
