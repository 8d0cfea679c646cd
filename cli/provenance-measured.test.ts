import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { detectAiInvolvement, detectReadingAll } from "@/domain/provenance/detect";

const FILE = "../shared/data/provenance/dev.jsonl";
const isThere = existsSync(FILE);
if (!isThere) process.stderr.write(`SKIPPED: ${FILE} is not there, so the detector is not measured on it.\n`);

const rowSchema = z.object({
  sha: z.string(),
  author_name: z.string(),
  author_email: z.string(),
  committer_name: z.string(),
  committer_email: z.string(),
  subject: z.string(),
  body: z.string(),
  label: z.enum(["ai", "not_ai"]),
  tool: z.string(),
  ambiguous: z.boolean(),
});

type Row = z.output<typeof rowSchema>;
const inputOf = (row: Row) => ({
  message: `${row.subject}\n\n${row.body}`,
  authorName: row.author_name,
  authorEmail: row.author_email,
  committerName: row.committer_name,
  committerEmail: row.committer_email,
});
const readRows = () =>
  readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line) => rowSchema.parse(JSON.parse(line)));

describe.skipIf(!isThere)("on 311 labelled commits of 22 public repositories", () => {
  test("precision is at least .99 and recall at least .98; every miss is listed", () => {
    const rows = readRows().filter(({ ambiguous }) => !ambiguous);
    const misses: string[] = [];
    const counts = { hit: 0, missed: 0, wrong: 0, tool: 0 };
    for (const row of rows) {
      const found = detectAiInvolvement(inputOf(row));
      const [isAi, isFound] = [row.label === "ai", found.involvement === "ai"];
      if (isAi && isFound) counts.hit += 1;
      if (isAi && !isFound) counts.missed += 1;
      if (!isAi && isFound) counts.wrong += 1;
      if (isAi && isFound && found.tool === row.tool) counts.tool += 1;
      if (isAi !== isFound) misses.push(`${row.sha} ${row.label}: ${row.subject}`);
    }
    expect(rows.length).toBeGreaterThan(300);
    expect(counts.hit / (counts.hit + counts.wrong), misses.join("\n")).toBeGreaterThanOrEqual(0.99);
    expect(counts.hit / (counts.hit + counts.missed), misses.join("\n")).toBeGreaterThanOrEqual(0.98);
    // The tool is the one that the label names; some commits name two.
    expect(counts.tool / counts.hit).toBeGreaterThan(0.93);
  });

  test("what is skipped holds no statement, in the rows and in their lines cut, doubled and shuffled", () => {
    for (const [at, row] of readRows().entries()) {
      const input = inputOf(row);
      const lines = input.message.split("\n");
      const messages = [
        input.message,
        lines.toReversed().join("\n"),
        lines.filter((_, index) => index % 2 === at % 2).join("\n"),
        lines.map((line) => line.slice(at % 9)).join("\n> "),
        lines.map((line) => line.replaceAll(" ", at % 2 === 0 ? "\n" : "_")).join("\n\n"),
        `${input.message}\n${input.message.toUpperCase()}`,
      ];
      for (const message of messages) {
        const one = { ...input, message };
        expect(detectAiInvolvement(one), row.sha).toEqual(detectReadingAll(one));
      }
    }
  });
});
