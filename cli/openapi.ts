import { writeFileSync } from "node:fs";
import path from "node:path";
import { documentText } from "@/server/api/offline";
import { projectRoot } from "./project-root";

// `npx tsx cli/openapi.ts`: writes the committed document from the schemas; a test fails while the two differ.
const file = path.join(projectRoot, "docs", "openapi.json");
writeFileSync(file, documentText());
process.stdout.write(`Wrote ${path.relative(process.cwd(), file)}\n`);
