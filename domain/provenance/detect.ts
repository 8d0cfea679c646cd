import { disclosuresIn, subjectDisclosure } from "./disclosure";
import { EVIDENCE_GRADES } from "./grades";
import { type Identity, identityOf } from "./identity";
import { mentionsAi } from "./mention";
import { closingTrailers, LINE_MAX, needsReading, readMessage, sentencesOf } from "./message";
import { modelNamedIn } from "./naming";
import { attestationsIn } from "./notes";
import type { Provenance, ProvenanceEvidence, ProvenanceInput } from "./schema";
import {
  branchTool,
  labelSignature,
  lineSignature,
  mayBeSigned,
  mergedBranch,
  type Signature,
  trailerSignature,
} from "./signature";

interface Found extends ProvenanceEvidence {
  role: "wrote-code" | "advised";
  model?: string | null;
}

/** Which lines, sentences and messages are worth a closer look; all the others hold no statement. */
interface Sieve {
  message: (message: string) => boolean;
  line: (line: string) => boolean;
  sentence: (sentence: string) => boolean;
}

const SIEVE: Sieve = {
  message: mayHoldStatement,
  line: (line) => mentionsAi(line) || mayBeSigned(line),
  sentence: mentionsAi,
};
const READ_ALL: Sieve = { message: () => true, line: () => true, sentence: () => true };

/**
 * What is stated about AI's part in a change, from how tools sign and what people say: every statement with its grade
 * and its quoted line, best first. Nothing is guessed: without a statement the answer is "none-found".
 */
export function detectAiInvolvement(input: ProvenanceInput): Provenance {
  return detect(input, SIEVE);
}

/** The same answer, with every line and sentence read closely: what the sieve must not change. */
export function detectReadingAll(input: ProvenanceInput): Provenance {
  return detect(input, READ_ALL);
}

function detect(input: ProvenanceInput, sieve: Sieve): Provenance {
  const author = identityOf(input.authorName, input.authorEmail);
  const isByBot = author.kind === "automation";
  const found = [
    ...attested(input),
    ...ofAuthor(input, author),
    ...(sieve.message(input.message)
      ? ofMessage(input.message, isByBot && !CARRIER.test(input.authorName), sieve)
      : []),
    ...ofBranchAndLabels(input),
  ];
  if (found.length === 0) {
    const involvement = isByBot ? "automation" : "none-found";
    return { involvement, role: null, tool: null, model: null, evidence: [] };
  }
  found.sort((a, b) => EVIDENCE_GRADES.indexOf(a.grade) - EVIDENCE_GRADES.indexOf(b.grade));
  const model = found.map((one) => one.model ?? modelNamedIn(one.quote)).find((name) => name !== null);
  return {
    involvement: "ai",
    role: found.some((one) => one.role === "wrote-code") ? "wrote-code" : "advised",
    tool: found.find((one) => one.tool !== null)?.tool ?? null,
    model: model ?? null,
    evidence: onceEach(found).map(({ grade, tool, quote, foundIn }) => ({ grade, tool, quote, foundIn })),
  };
}

/** Most messages name no AI, are signed by people alone, and need not be taken apart to know it. */
function mayHoldStatement(message: string): boolean {
  if (needsReading(message) || mentionsAi(message)) return true;
  const lines = message.split("\n").map((line) => line.slice(0, LINE_MAX));
  return (
    lines.some((line) => mayBeSigned(line) || trailerSignature(line) !== null) ||
    mentionsAi(lines[0]?.replace(/"[^"]*"/g, "") ?? "")
  );
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
function ofAuthor({ authorName, authorEmail }: ProvenanceInput, identity: Identity): Found[] {
  if (identity.kind !== "agent") return [];
  const quote = authorEmail === "" ? authorName : `${authorName} <${authorEmail}>`;
  return [{ grade: "author", tool: identity.tool, quote, foundIn: "author", role: "wrote-code" }];
}

/** Bots that carry people's commits from one repository or branch to another: the words are the people's own. */
const CARRIER =
  /codesync|copybara|facebook[- ]github[- ]bot|merge-?bot|pytorchbot|^bors\b|cherry-?pick|backport/i;

function ofMessage(message: string, isByBot: boolean, sieve: Sieve): Found[] {
  const { subject, lines } = readMessage(message);
  // A dependency bot quotes other projects' notes: of its messages only the closing trailers are its own.
  const own = isByBot ? closingTrailers(lines) : lines;
  const signed = own.flatMap((line, index) =>
    signatureOn(line, index === 0 ? null : (own[index + 1] ?? ""), sieve),
  );
  const fromTools = signed.map(({ tool, quote, role }): Found => {
    return { grade: "trailer", tool, quote, foundIn: "message", role: role ?? "wrote-code" };
  });
  if (isByBot) return fromTools;
  const ofSubject = subjectDisclosure(subject);
  const quotes = new Set(signed.map(({ quote }) => quote));
  const inProse = disclosuresIn(sentencesOf(lines).slice(1), sieve.sentence);
  const told = ofSubject === null ? inProse : [ofSubject, ...inProse];
  const fromPeople: Found[] = told
    .filter(({ quote }) => !quotes.has(quote))
    .map(({ tool, role, quote }) => ({ grade: "declared", tool, quote, foundIn: "message", role }));
  return [...fromTools, ...fromPeople];
}

/** Next is null on the first line, which is a subject: people write it, and tools sign below. */
function signatureOn(line: string, next: string | null, sieve: Sieve): Signature[] {
  const ofTrailer = trailerSignature(line);
  if (ofTrailer !== null) return [ofTrailer];
  const ofLine = next !== null && sieve.line(line) ? lineSignature(line, next) : null;
  return ofLine === null ? [] : [ofLine];
}

function ofBranchAndLabels({ message, branch, labels }: ProvenanceInput): Found[] {
  const name = branch ?? mergedBranch(message);
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
