import type { CauseInput } from "@/domain/cause/schema";
import { CAUSE_KINDS, isAiCause } from "@/domain/cause/taxonomy";
import { Invalid } from "@/domain/errors";

const AI_FIELDS = ["aiRole", "tool", "permissions", "claim"] as const;

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
