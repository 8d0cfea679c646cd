import { detectAiInvolvement } from "@/domain/provenance/detect";
import type { Involvement } from "./kinds";
import type { ChangeInput } from "./schema";
import type { Detected, Evidence } from "./telling";

const WEIGHT: Record<Involvement, number> = { ai: 3, automation: 2, "none-found": 1, unknown: 0 };

export interface Detection extends Detected {
  evidence: Evidence[];
}

/**
 * AI's part as the texts of one telling state it: the change's own and those of every commit before a squash. "unknown"
 * where there was nothing to look at but a title.
 */
export function detectChange(input: ChangeInput): Detection {
  const found: Detection = { involvement: "unknown", role: null, model: null, evidence: [] };
  addOwnTexts(found, input);
  for (const commit of input.commits ?? []) {
    add(found, detectAiInvolvement({ ...commit, notes: commit.notes }), commit.revision);
  }
  addDeclaration(found, input);
  return found;
}

function addOwnTexts(found: Detection, input: ChangeInput): void {
  const { title, description, author, labels, branch } = input;
  const detection = detectAiInvolvement({
    message: description ? `${title}\n\n${description}` : title,
    authorName: author?.name ?? author?.login ?? "",
    authorEmail: author?.email ?? "",
    committerName: "",
    committerEmail: "",
    ...(labels === undefined ? {} : { labels }),
    ...(branch ? { branch } : {}),
  });
  const hadTexts = description !== null && description !== undefined;
  if (detection.involvement === "none-found" && !hadTexts) return;
  add(found, detection, null);
}

function add(found: Detection, one: ReturnType<typeof detectAiInvolvement>, revision: string | null): void {
  if (WEIGHT[one.involvement] > WEIGHT[found.involvement]) found.involvement = one.involvement;
  if (one.role !== null && found.role !== "wrote-code") found.role = one.role;
  if ((one.model ?? "") > (found.model ?? "")) found.model = one.model;
  for (const evidence of one.evidence) found.evidence.push({ ...evidence, revision });
}

/** A declaration is evidence of the lowest grade; who tells of an agent's action declares that AI acted. */
function addDeclaration(found: Detection, { ai, kind, title }: ChangeInput): void {
  const isAction = kind === "agent-action";
  if (!ai && !isAction) return;
  found.involvement = "ai";
  const role = isAction ? "acted" : (ai?.role ?? "wrote-code");
  if (role === "acted" || found.role === null || found.role === "advised") found.role = role;
  if ((ai?.model ?? "") > (found.model ?? "")) found.model = ai?.model ?? null;
  if (ai) {
    const quote = ai.statement ?? ["AI", ai.role, ai.tool, ai.model].filter(Boolean).join(" ");
    found.evidence.push({
      grade: "declared",
      tool: ai.tool ?? null,
      quote,
      foundIn: "declaration",
      revision: null,
    });
  } else {
    found.evidence.push({ grade: "declared", tool: null, quote: title, foundIn: "kind", revision: null });
  }
}
