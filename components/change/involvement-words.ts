import { AI_ROLE_WORDS } from "@/domain/cause/kinds";
import type { AiEvidence, InvolvementStatement } from "@/domain/change/involvement-schema";
import { INVOLVEMENT_WORDS, type Involvement } from "@/domain/change/kinds";
import { shortRevision } from "@/domain/change/ref";
import type { Change } from "@/domain/change/schema";
import type { StatedInvolvement } from "@/domain/provenance/effective";

/** What a class says, and what it does not. */
const CLASS_SENTENCES: Record<Exclude<Involvement, "ai">, string> = {
  "none-found": "Its texts were looked at and say nothing of AI. That does not mean that a person wrote it.",
  unknown: "There was nothing to look at: no commit and no message, in which evidence could stand.",
  automation:
    "A bot made it that is no generative AI as far as is known, such as one that raises dependencies.",
};

/** One sentence about what stands. */
export function standsSentence({
  involvement,
  ai,
  evidence,
}: Pick<Change, "involvement" | "ai" | "evidence">): string {
  if (involvement === "none-found" && evidence.length > 0) {
    return "What was found does not hold, as a person decided. That does not mean that a person wrote it.";
  }
  if (involvement !== "ai") return CLASS_SENTENCES[involvement];
  const role = ai?.role ? AI_ROLE_WORDS[ai.role] : "took part, in which role is not stated";
  const tool = ai?.tool ? toolName(ai.tool) : "an AI tool that is not named";
  return `${capital(tool)}${ai?.model ? ` (${ai.model})` : ""} ${role}.`;
}

/** "claude-code" as "Claude code": ids are short, and a tool's own spelling is its own affair. */
export function toolName(tool: string): string {
  return capital(tool.replaceAll("-", " "));
}

/** "AI, wrote code, Claude, opus-4": a class with what is known of it. */
export function partWords(part: {
  involvement: Involvement | null;
  role: keyof typeof AI_ROLE_WORDS | null;
  tool: string | null;
  model: string | null;
}): string {
  const { involvement, role, tool, model } = part;
  return [
    involvement ? INVOLVEMENT_WORDS[involvement] : null,
    role ? AI_ROLE_WORDS[role] : null,
    tool ? toolName(tool) : null,
    model,
  ]
    .filter(Boolean)
    .join(", ");
}

const PLACES: Record<string, string> = {
  message: "the message",
  author: "the author",
  committer: "the committer",
  branch: "the branch's name",
  label: "a label",
  note: "an authorship note",
  declaration: "a declaration that came with it",
  statement: "a declaration made here",
  kind: "its kind",
};

/** Where the quoted line stands: "the message of 1a2b3c4". */
export function placeWords({ foundIn, revision }: Pick<AiEvidence, "foundIn" | "revision">): string {
  const place = PLACES[foundIn] ?? foundIn;
  return revision === null ? place : `${place} of ${shortRevision(revision)}`;
}

/** What a person did, in one word and what they said it was. */
export function saidWords({ kind, ...part }: InvolvementStatement): { verb: string; what: string } {
  if (kind === "contested") return { verb: "contested", what: "" };
  if (kind === "withdrawn") return { verb: "withdrew", what: "" };
  return { verb: kind === "corrected" ? "corrected to" : "declared", what: partWords(part) };
}

/** Statements of the wire for the rules about them: without accounts, who said it is known by the name. */
export function asStated(statements: readonly InvolvementStatement[]): StatementOnPage[] {
  return statements.map((one) => ({ ...one, by: one.statedBy }));
}
export type StatementOnPage = InvolvementStatement & StatedInvolvement;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
