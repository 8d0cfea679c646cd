import { ApiProblem } from "./api-problem";

/** The version an edit was made from; null for "*" (any). Reads "5", W/"5" and 5. */
function parseIfMatch(header: string | undefined): number | null | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  const text = header.trim();
  if (text === "*") return null;
  const digits = /^(?:W\/)?(?:"(\d{1,9})"|(\d{1,9}))$/.exec(text);
  const version = digits?.[1] ?? digits?.[2];
  if (version !== undefined) return Number(version);
  throw new ApiProblem(
    422,
    "invalid-if-match",
    'If-Match takes the version that you read, such as If-Match: "5".',
    { field: "If-Match" },
  );
}

/** For what may be new: undefined where no version was given, null for any. */
export function givenVersion(header: string | undefined): number | null | undefined {
  return parseIfMatch(header);
}

/** For an edit, which must say what it was made from; null stands for any version. */
export function requiredVersion(header: string | undefined): number | null {
  const version = parseIfMatch(header);
  if (version !== undefined) return version;
  throw new ApiProblem(
    428,
    "if-match-required",
    'An edit says which version it was made from: send If-Match with the ETag or version you read, such as If-Match: "5".',
    { field: "If-Match" },
  );
}

/** For a step that may be taken from any version. */
export function optionalVersion(header: string | undefined): number | null {
  return parseIfMatch(header) ?? null;
}

export const etagOf = (versioned: { version: number }) => `"${versioned.version}"`;
