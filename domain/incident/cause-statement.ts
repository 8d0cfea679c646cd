import type { CauseInput } from "@/domain/cause/schema";
import { CAUSE_KINDS, isAiCause } from "@/domain/cause/taxonomy";
import { Invalid } from "@/domain/errors";

const AI_FIELDS = ["aiRole", "tool", "permissions", "claim", "changeId", "evidenceId"] as const;

/**
 * Refuses a kind that is neither in the taxonomy nor the workspace's own, and AI particulars of another cause.
 * @throws Invalid naming the field under `field`
 */
export function checkCauseStatement(cause: CauseInput, ownKinds: ReadonlySet<string>, field: string): void {
  const isKnown = CAUSE_KINDS.some((entry) => entry.kind === cause.kind) || ownKinds.has(cause.kind);
  const at = (name: string) => (field === "" ? name : `${field}.${name}`);
  if (!isKnown) {
    const kinds = [...CAUSE_KINDS.map((entry) => entry.kind), ...ownKinds].join(", ");
    throw new Invalid(
      at("kind"),
      `"${cause.kind}" is no cause kind of this workspace. Use one of: ${kinds}.`,
    );
  }
  if (isAiCause(cause.kind)) return;
  for (const name of AI_FIELDS) {
    if (cause[name] === undefined || cause[name] === null) continue;
    throw new Invalid(
      at(name),
      `"${name}" belongs to an AI cause, and "${cause.kind}" is none. Leave it out, or give the kind genai-assisted-change or agent-action.`,
    );
  }
}

/** A change that the incident is linked to, as far as a statement of a cause can name it. */
export interface NameableChange {
  changeId: string;
  title: string;
  isCleared: boolean;
  evidenceIds: readonly string[];
}

/**
 * A confirmed AI cause names the linked change that it was, and the evidence of AI's part in it. Null says that the
 * change, or the evidence, is not on record, and takes a reason in the note. Left out altogether it is asked for only
 * where a change is linked: what was stated before the ledger, or comes from elsewhere, stays sayable.
 * @throws Invalid naming the field under `field`
 */
export function checkCauseChange(cause: CauseInput, links: readonly NameableChange[], field: string): void {
  const at = (name: string) => (field === "" ? name : `${field}.${name}`);
  const { changeId, evidenceId } = cause;
  const named = links.find((one) => one.changeId === changeId);
  if (typeof changeId === "string" && named === undefined) {
    throw new Invalid(
      at("changeId"),
      "This change is not linked to the incident. Link it with a verdict first, or leave changeId out.",
      "change-not-linked",
    );
  }
  if (typeof evidenceId === "string" && !named?.evidenceIds.includes(evidenceId)) {
    throw new Invalid(
      at("evidenceId"),
      "The named change has no such evidence on record.",
      "unknown-evidence",
    );
  }
  if (!isAiCause(cause.kind) || cause.status !== "confirmed" || cause.claim === "claimed") return;
  const standing = links.filter(({ isCleared }) => !isCleared);
  if (changeId === undefined && standing.length > 0) {
    throw new Invalid(
      at("changeId"),
      `A confirmed AI cause names the change that it was, such as "${standing[0]?.title}". Give its id, or null with the reason in note why the change is not on record.`,
      "change-required",
    );
  }
  const hasEvidence = named !== undefined && named.evidenceIds.length > 0;
  if (hasEvidence && evidenceId === undefined) {
    throw new Invalid(
      at("evidenceId"),
      "A confirmed AI cause names the evidence of AI's part in the change. Give its id, or null with the reason in note why none of it says so.",
      "evidence-required",
    );
  }
  const isUnnamed = changeId === null || (hasEvidence && evidenceId === null);
  if (isUnnamed && !cause.note) {
    const what = changeId === null ? "the change is not on record" : "none of the evidence on record says so";
    throw new Invalid(at("note"), `Say why ${what}.`, "reason-required");
  }
}
