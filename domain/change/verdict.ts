import { Invalid } from "@/domain/errors";
import { FAILING_VERDICTS, VERDICT_WORDS, VERDICTS, type Verdict } from "./kinds";

/** The heaviest of several verdicts: cause over contributing over suspect over cleared; null of none. */
export function heaviestVerdict(verdicts: Iterable<Verdict>): Verdict | null {
  const given = new Set(verdicts);
  return VERDICTS.find((verdict) => given.has(verdict)) ?? null;
}

/** Whether a change with this verdict is a failed one in the change failure rate. */
export function isFailing(verdict: Verdict | null): boolean {
  return verdict !== null && FAILING_VERDICTS.has(verdict);
}

/** A suspicion may stand without a reason; whoever blames or clears a change says why. */
function needsReason(verdict: Verdict): boolean {
  return verdict !== "suspect";
}

/**
 * The reason as it is stored: trimmed, null where a suspicion has none.
 * @throws Invalid where a verdict that needs one comes without
 */
export function reasonOf(verdict: Verdict, reason: string | null | undefined): string | null {
  const said = reason?.trim() ?? "";
  if (said !== "") return said;
  if (!needsReason(verdict)) return null;
  throw new Invalid(
    "reason",
    `Say why: the verdict "${VERDICT_WORDS[verdict].toLowerCase()}" stands in the record with its reason.`,
    "reason-required",
  );
}
