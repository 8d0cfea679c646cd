import { AI_ROLE_WORDS } from "@/domain/cause/kinds";
import { type CsvCell, csvLine } from "@/domain/csv/write";
import { INVOLVEMENT_WORDS } from "./kinds";
import type { ChangeSummary } from "./schema";

const yes = (is: boolean) => (is ? "yes" : "no");

const COLUMNS: readonly [name: string, cell: (change: ChangeSummary) => CsvCell][] = [
  ["id", (one) => one.id],
  ["at", (one) => one.at],
  ["kind", (one) => one.kind],
  ["title", (one) => one.title],
  ["ref", (one) => one.ref],
  ["url", (one) => one.url],
  ["repository", (one) => one.repository],
  ["revision", (one) => one.revision],
  ["pull_request", (one) => one.pullRequest],
  ["environment", (one) => one.environment],
  ["production", (one) => yes(one.production)],
  ["services", (one) => one.services.map((service) => service.slug).join("; ")],
  ["author", (one) => one.author?.name ?? null],
  ["author_level", (one) => one.author?.level ?? null],
  ["author_is_bot", (one) => (one.author === null ? null : yes(one.author.isBot))],
  ["additions", (one) => one.additions],
  ["deletions", (one) => one.deletions],
  ["files", (one) => one.files],
  ["outcome", (one) => one.outcome],
  ["reverted_at", (one) => one.revertedAt],
  ["ai_involvement", (one) => INVOLVEMENT_WORDS[one.involvement]],
  ["involvement_standing", (one) => one.involvementStanding],
  ["ai_role", (one) => (one.ai?.role ? AI_ROLE_WORDS[one.ai.role] : null)],
  ["ai_tool", (one) => one.ai?.tool ?? null],
  ["ai_model", (one) => one.ai?.model ?? null],
  ["evidence_grade", (one) => one.ai?.grade ?? null],
  ["verdict", (one) => one.verdict],
  ["sign_off", (one) => one.signOff],
  ["counts", (one) => yes(one.counts)],
  ["source", (one) => one.source],
  ["generated", (one) => yes(one.generated)],
];

export function changeCsvHeader(): string {
  return csvLine(COLUMNS.map(([name]) => name));
}

export function changeCsvRow(change: ChangeSummary): string {
  return csvLine(COLUMNS.map(([, cell]) => cell(change)));
}
