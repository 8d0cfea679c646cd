import type { breakGlass, signOffRequest } from "@/db/schema";
import { AI_ROLE_WORDS } from "@/domain/cause/kinds";
import { INVOLVEMENT_WORDS } from "@/domain/change/kinds";
import { shortRevision } from "@/domain/change/ref";
import type { Told } from "@/domain/notification/message";
import { needsSentence } from "@/domain/sign-off/needs";

type RequestRow = typeof signOffRequest.$inferInsert;
type BreakGlassRow = typeof breakGlass.$inferInsert;

/** What a notification tells of a request; the sentence says what happened, and without one what it needs. */
export function signOffTold(row: RequestRow, sentence: string = needsOf(row)): Told {
  return {
    title: row.title,
    sentence,
    path: `/sign-offs?request=${row.id}`,
    facts: [
      ...fact("Author", authorOf(row)),
      ...fact("AI's part", partOf(row)),
      ...fact("Size", sizeOf(row)),
      ...fact("Environment", row.environment),
      ...fact("Due", row.dueAt == null ? null : minuteOf(row.dueAt)),
      ...fact("Origin", row.generated ? "generated, of the sample" : null),
    ],
    data: {
      requestId: row.id,
      subject: row.subject,
      state: row.state,
      rule: row.ruleId,
      policyVersion: row.policyVersion,
      changeId: row.changeId ?? null,
      pullRequest: row.pullRequest ?? null,
      revision: row.revision ?? null,
      environment: row.environment,
      link: row.url ?? null,
      dueAt: row.dueAt?.toISOString() ?? null,
      generated: row.generated ?? false,
    },
  };
}

/** What a notification tells of a break-glass; `title` is of what it lets through. */
export function breakGlassTold(row: BreakGlassRow, title: string, sentence: string): Told {
  return {
    title,
    sentence,
    path: "/sign-offs",
    facts: [
      ...fact("Opened by", row.openedBy),
      ...fact("Reason", row.reason),
      ...fact("Environment", row.environment),
      ...fact("Until", minuteOf(row.expiresAt)),
    ],
    data: {
      breakGlassId: row.id,
      changeId: row.changeId ?? null,
      revision: row.revision ?? null,
      environment: row.environment,
      openedAt: row.openedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    },
  };
}

const fact = (name: string, value: string | null) => (value === null ? [] : [{ name, value }]);

function needsOf(row: RequestRow): string {
  const needs = needsSentence({
    missingApprovals: row.missingApprovals ?? null,
    minimumLevel: row.minimumLevel ?? null,
    approverRole: row.approverRole ?? null,
    approverTeam: row.approverTeam ?? "any",
  });
  return `${needs} ${row.reason}`;
}

function authorOf({ authorName, authorLevel }: RequestRow): string | null {
  if (authorName == null) return null;
  return authorLevel == null ? authorName : `${authorName}, ${authorLevel}`;
}

function partOf({ involvement, aiRole, aiTool }: RequestRow): string {
  const role = aiRole == null ? "" : `, ${AI_ROLE_WORDS[aiRole]}`;
  return `${INVOLVEMENT_WORDS[involvement]}${role}${aiTool == null ? "" : ` (${aiTool})`}`;
}

function sizeOf({ additions, deletions, revision }: RequestRow): string | null {
  const at = revision == null ? "" : ` at ${shortRevision(revision)}`;
  if (additions == null && deletions == null) return null;
  return `+${additions ?? 0} \u2212${deletions ?? 0}${at}`;
}

const minuteOf = (instant: Date) => `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`;
