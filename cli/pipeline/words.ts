import type { GateAnswer, GateSubject } from "@/domain/gate/schema";
import { missingWords } from "@/domain/sign-off/words";

/** The answer as somebody reads it in a pipeline's log. */
export function answerText(answer: GateAnswer, url: string): string {
  const isHeld = answer.decision === "hold";
  const lines = [
    `${isHeld ? "HELD" : "ALLOWED"}: ${whatOf(answer)} ${isHeld ? "may not go" : "may go"} to ${answer.environment}.`,
  ];
  lines.push(`  ${answer.reason}`);
  const lacking = answer.changes.filter(({ decision }) => decision === "required" || decision === "declined");
  for (const one of lacking) lines.push(...subjectLines(one, url));
  const isMore = answer.changeCount > answer.changes.length && lacking.length === answer.changes.length;
  if (isMore) lines.push(`  - and more: ${answer.changeCount} changes in all`);
  if (isHeld && lacking.every(({ path }) => path === null)) lines.push(`  See ${url}${answer.path}`);
  if (answer.policyVersion !== null) lines.push(`  Policy version ${answer.policyVersion}.`);
  return `${lines.join("\n")}\n`;
}

function whatOf({ repository, revision, changes }: GateAnswer): string {
  if (repository !== null && revision !== null) return `${repository} at ${revision.slice(0, 12)}`;
  const [only] = changes;
  return only === undefined ? "the change" : `“${only.title}”`;
}

function subjectLines(one: GateSubject, url: string): string[] {
  const name = one.pullRequest === null ? one.title : `${one.title} (#${one.pullRequest})`;
  const lines = [`  - ${one.holds ? "held" : "not held, the rule only monitors"}: ${name}`];
  if (one.decision === "declined") lines.push("    Somebody declined this revision.");
  else if (one.missing !== null) {
    const due =
      one.missing.dueAt === null ? "" : `, due ${one.missing.dueAt.slice(0, 16).replace("T", " ")} UTC`;
    lines.push(`    ${one.holds ? "missing" : "would need"}: ${missingWords(one.missing)}${due}`);
  }
  if (one.path !== null) lines.push(`    ${url}${one.path}`);
  return lines;
}
