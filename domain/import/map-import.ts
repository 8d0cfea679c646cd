import { Invalid } from "@/domain/errors";
import { importAiUseCsv } from "./ai-use-csv";
import { importChanges } from "./changes";
import { importCopilot } from "./copilot";
import { isCsvKind } from "./csv-mapping";
import { importGithubHistory } from "./github-history";
import { importGoogleCloud } from "./google-cloud";
import type { ImportInput } from "./import-input";
import { importIncidentCsv } from "./incident-csv";
import type { ImportKind, ImportOptions, ImportPlan } from "./plan";
import { importDependenciesCsv, importPeopleCsv, importServicesCsv } from "./roster-csv";
import { importStatuspage } from "./statuspage";

/** Maps a file of a kind to records and refusals; throws Invalid only where no row of it could be read. */
export function mapImport(kind: ImportKind, input: ImportInput, options: ImportOptions = {}): ImportPlan {
  if (kind === "changes") return importChanges(input, options);
  if (isCsvKind(kind)) {
    if (input.format !== "csv") throw wrongFormat(kind, "CSV");
    const { headers, rows } = input;
    switch (kind) {
      case "incident-csv":
        return importIncidentCsv(headers, rows, options);
      case "services-csv":
        return importServicesCsv(headers, rows, options);
      case "people-csv":
        return importPeopleCsv(headers, rows, options);
      case "dependencies-csv":
        return importDependenciesCsv(headers, rows, options);
      case "ai-use-csv":
        return importAiUseCsv(headers, rows, options);
    }
  }
  // A table of raw API answers is CSV on the outside and JSON inside.
  if (kind === "copilot" && input.format === "csv") return importCopilot(input.rows, options);
  if (input.format !== "json") throw wrongFormat(kind, "JSON");
  if (kind === "statuspage") return importStatuspage(input.value, options);
  if (kind === "google-cloud") return importGoogleCloud(input.value, options);
  if (kind === "github-history") return importGithubHistory(input.value, options);
  return importCopilot(input.value, options);
}

function wrongFormat(kind: ImportKind, expected: string): Invalid {
  return new Invalid(
    "file",
    `A file of kind ${kind} is ${expected}; choose another kind or file.`,
    "wrong-format",
  );
}
