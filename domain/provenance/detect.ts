import { disclosuresIn, subjectDisclosure } from "./disclosure";
import { EVIDENCE_GRADES } from "./grades";
import { identityOf } from "./identity";
import { closingTrailers, readMessage } from "./message";
import { mayNameAi, modelNamedIn } from "./naming";
import { attestationsIn } from "./notes";
import type { Provenance, ProvenanceEvidence, ProvenanceInput } from "./schema";
import { branchTool, labelSignature, lineSignature, mergedBranch, trailerSignature } from "./signature";

interface Found extends ProvenanceEvidence {
  role: "wrote-code" | "advised";
  model?: string | null;
}

/**
 * What is stated about AI's part in a change, from how tools sign and what people say: every statement with its grade
 * and its quoted line, best first. Nothing is guessed: without a statement the answer is "none-found".
 */
export function detectAiInvolvement(input: ProvenanceInput): Provenance {
  const author = identityOf(input.authorName, input.authorEmail);
  const found = [
    ...attested(input),
    ...ofAuthor(input),
    ...ofMessage(input.message, author.kind === "automation"),
    ...ofBranchAndLabels(input),
  ].sort((a, b) => EVIDENCE_GRADES.indexOf(a.grade) - EVIDENCE_GRADES.indexOf(b.grade));
  if (found.length === 0) {
    const involvement = author.kind === "automation" ? "automation" : "none-found";
    return { involvement, role: null, tool: null, model: null, evidence: [] };
  }
  const model = found.map((one) => one.model ?? modelNamedIn(one.quote)).find((name) => name !== null);
  return {
    involvement: "ai",
    role: found.some((one) => one.role === "wrote-code") ? "wrote-code" : "advised",
    tool: found.find((one) => one.tool !== null)?.tool ?? null,
    model: model ?? null,
    evidence: onceEach(found).map(({ grade, tool, quote, foundIn }) => ({ grade, tool, quote, foundIn })),
  };
}

function attested({ notes }: ProvenanceInput): Found[] {
  const texts = notes === undefined ? [] : Array.isArray(notes) ? notes : [notes];
  return texts.flatMap(attestationsIn).map(({ tool, model, quote }) => ({
    grade: "attested",
    tool,
    quote,
    foundIn: "note",
    role: "wrote-code",
    model,
  }));
}

/** A tool that only commits for a person (aider does) has written nothing by that, so the committer is not asked. */
function ofAuthor({ authorName, authorEmail }: ProvenanceInput): Found[] {
  const identity = identityOf(authorName, authorEmail);
  if (identity.kind !== "agent") return [];
  const quote = `${authorName} <${authorEmail}>`;
  return [{ grade: "author", tool: identity.tool, quote, foundIn: "author", role: "wrote-code" }];
}

function ofMessage(message: string, isByBot: boolean): Found[] {
  const { subject, lines, sentences } = readMessage(message);
  // A dependency bot quotes other projects' notes: of its messages only the closing trailers are its own.
  const own = isByBot ? closingTrailers(lines) : lines;
  const signed = own.flatMap((line, index) => {
    if (!mayNameAi(line)) return [];
    const signature = trailerSignature(line) ?? (index === 0 ? null : lineSignature(line, own[index + 1]));
    return signature === null ? [] : [signature];
  });
  const fromTools: Found[] = signed.map(({ tool, quote }) => ({
    grade: "trailer",
    tool,
    quote,
    foundIn: "message",
    role: "wrote-code",
  }));
  if (isByBot) return fromTools;
  const ofSubject = subjectDisclosure(subject);
  const quotes = new Set(signed.map(({ quote }) => quote));
  const told = [...(ofSubject === null ? [] : [ofSubject]), ...disclosuresIn(sentences.slice(1))];
  const fromPeople: Found[] = told
    .filter(({ quote }) => !quotes.has(quote))
    .map(({ tool, role, quote }) => ({ grade: "declared", tool, quote, foundIn: "message", role }));
  return [...fromTools, ...fromPeople];
}

function ofBranchAndLabels({ message, branch, labels }: ProvenanceInput): Found[] {
  const name = branch ?? mergedBranch(message.split("\n", 1)[0] ?? "");
  const tool = name === null ? null : branchTool(name);
  const fromBranch: Found[] =
    name === null || tool === null
      ? []
      : [{ grade: "branch", tool, quote: name, foundIn: "branch", role: "wrote-code" }];
  const fromLabels: Found[] = (labels ?? []).flatMap((label) => {
    const signature = labelSignature(label);
    return signature === null
      ? []
      : [{ grade: "branch", ...signature, foundIn: "label", role: "wrote-code" }];
  });
  return [...fromBranch, ...fromLabels];
}

/** A squashed message repeats a trailer for each commit; it is one statement. */
function onceEach(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter(({ grade, quote }) => {
    const key = `${grade} ${quote.toLowerCase()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
