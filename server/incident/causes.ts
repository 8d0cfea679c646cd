import { and, asc, eq } from "drizzle-orm";
import { causeKind, causeRevision } from "@/db/schema";
import { aiCauseState, currentCauses } from "@/domain/cause/current";
import type { CauseInput, CauseRevision } from "@/domain/cause/schema";
import { AI_ROLE_WORDS, causeEntry } from "@/domain/cause/taxonomy";
import { Invalid } from "@/domain/errors";
import {
  checkCauseChange,
  checkCauseStatement,
  type NameableChange,
} from "@/domain/incident/cause-statement";
import { notInFuture } from "@/domain/incident/state";
import type { Ctx } from "@/server/context";
import type { IncidentColumns } from "./load";
import type { NewEvent } from "./timeline";

type CauseRow = typeof causeRevision.$inferInsert;

/**
 * The statements as rows, checked against the taxonomy and against the changes that the incident is linked to.
 * `fieldOf` names the statement in a refusal.
 */
export async function causeRows(
  ctx: Ctx,
  incidentId: string,
  causes: readonly CauseInput[],
  newId: () => string,
  fieldOf: (index: number) => string,
  links: readonly NameableChange[] = [],
): Promise<CauseRow[]> {
  if (causes.length === 0) return [];
  const own = await ctx.db
    .select({ kind: causeKind.kind })
    .from(causeKind)
    .where(eq(causeKind.workspaceId, ctx.workspaceId));
  const ownKinds = new Set(own.map((row) => row.kind));
  return causes.map((cause, index) => {
    checkCauseStatement(cause, ownKinds, fieldOf(index));
    checkCauseChange(cause, links, fieldOf(index));
    const { statedAt, statedBy, ...stated } = cause;
    return {
      ...stated,
      workspaceId: ctx.workspaceId,
      id: newId(),
      incidentId,
      statedBy: statedBy ?? ctx.actor.name,
      statedAt: statedAtOf(statedAt, ctx.now, fieldOf(index)),
      recordedAt: ctx.now,
    };
  });
}

function statedAtOf(text: string | null | undefined, now: Date, field: string): Date {
  if (text === null || text === undefined) return now;
  const ms = notInFuture(Date.parse(text), now.getTime());
  if (ms <= now.getTime()) return new Date(ms);
  const name = field === "" ? "statedAt" : `${field}.statedAt`;
  throw new Invalid(name, `The statement's time (${text}) lies in the future.`, "impossible-time");
}

export async function listCauses(ctx: Ctx, incidentId: string): Promise<CauseRevision[]> {
  const rows = await ctx.db
    .select()
    .from(causeRevision)
    .where(and(eq(causeRevision.workspaceId, ctx.workspaceId), eq(causeRevision.incidentId, incidentId)))
    .orderBy(asc(causeRevision.statedAt), asc(causeRevision.recordedAt), asc(causeRevision.id));
  return rows.map(({ workspaceId, incidentId: of, statedAt, recordedAt, ...row }) => ({
    ...row,
    statedAt: statedAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
  }));
}

/** The incident's columns that tell what its statements say now, from all of them, oldest first. */
export function causeColumns(
  statements: readonly Pick<
    CauseRevision,
    "kind" | "role" | "status" | "claim" | "statedAt" | "recordedAt"
  >[],
): Pick<IncidentColumns, "primaryCauseKind" | "primaryCauseStatus" | "contributingCauseKinds" | "aiCause"> {
  const { primary, contributing } = currentCauses(statements);
  return {
    primaryCauseKind: primary?.kind ?? null,
    primaryCauseStatus: primary?.status ?? null,
    contributingCauseKinds: contributing.map((cause) => cause.kind),
    aiCause: aiCauseState(primary === null ? contributing : [primary, ...contributing]),
  };
}

/** The statement as the timeline tells it. */
export function causeEvent(row: CauseRow): NewEvent {
  const { name } = causeEntry(row.kind);
  const role = row.role === "primary" ? "Primary cause" : "Contributing cause";
  const said = [row.aiRole ? AI_ROLE_WORDS[row.aiRole] : null, row.tool, row.claim]
    .filter(Boolean)
    .join(", ");
  const note = row.note ? `. ${row.note}` : "";
  return {
    atMs: row.statedAt.getTime(),
    kind: "cause",
    body: `${role}: ${name}, ${row.status}${said === "" ? "" : ` (${said})`}${note}`,
    author: row.statedBy,
  };
}
