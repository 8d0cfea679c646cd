import type { ImportRefusal } from "./plan";

/**
 * Reads a file's text as JSON or as JSON lines. A line that is no JSON is refused and leaves `undefined` in its
 * place, so that the rows after it keep their numbers.
 */
export function readJsonText(text: string): { value: unknown; refusals: ImportRefusal[] } {
  const content = text.replace(/^\uFEFF/, "").trim();
  if (content === "") return { value: [], refusals: [refused(1, "The file is empty.")] };
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== "");
  const looksLikeLines = lines.length > 1 && lines.slice(0, 20).every((line) => /^\s*\{.*\}\s*$/.test(line));
  if (!looksLikeLines) {
    const whole = parse(content);
    if ("value" in whole) return { value: whole.value, refusals: [] };
    if (lines.length < 2 || !/^\s*\{.*\}\s*$/.test(lines[0] ?? "")) {
      return {
        value: [],
        refusals: [refused(1, `The file is neither JSON nor JSON lines: ${whole.problem}.`)],
      };
    }
  }
  const refusals: ImportRefusal[] = [];
  const value = lines.map((line, index) => {
    const parsed = parse(line);
    if ("value" in parsed) return parsed.value;
    refusals.push(refused(index + 1, `The line is no JSON (${parsed.problem}); repair or remove it.`));
    return undefined;
  });
  return { value, refusals };
}

function parse(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message.slice(0, 120) : "unreadable" };
  }
}

function refused(row: number, reason: string): ImportRefusal {
  return { row, ref: "", field: "row", code: "bad-json", reason };
}
