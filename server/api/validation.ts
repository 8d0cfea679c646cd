import type { z } from "zod";
import { isMissing, isStandardMessage, messageOf } from "@/domain/issue-words";
import { ApiProblem } from "./api-problem";

type Issue = z.core.$ZodIssue;

/** Refuses what the schema refuses, every value by its path and in words. */
export function refuseIssues(issues: readonly Issue[]): never {
  const errors = issues
    .flatMap(flatten)
    .slice(0, 100)
    .map((issue) => ({
      field: issue.path.map(String).join("."),
      message: messageOf(issue),
      code: codeOf(issue),
    }));
  const [first] = errors;
  const field = first?.field ? { field: first.field } : {};
  const detail = errors
    .slice(0, 3)
    .map((error) => (error.field ? `${error.field}: ${error.message}` : error.message))
    .join(" ");
  throw new ApiProblem(422, "invalid-value", detail, { ...field, errors });
}

/** For a choice between shapes, the issues of the one that came closest. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || !isStandardMessage(issue.message)) return [issue];
  const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0];
  if (!closest || closest.length === 0) return [issue];
  return closest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

function codeOf(issue: Issue): string {
  if (isMissing(issue)) return "required";
  return issue.code.replaceAll("_", "-");
}
