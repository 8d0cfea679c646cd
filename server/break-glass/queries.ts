import { and, desc, eq, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { breakGlass, repository, signOffRequest } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { Invalid, NotFound } from "@/domain/errors";
import type { BreakGlassStanding } from "@/domain/sign-off/break-glass";
import type { BreakGlass, BreakGlassPage } from "@/domain/sign-off/break-glass-schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import type { BreakGlassRow } from "@/server/sign-off/break-glass-rows";
import { standingOf } from "./standing";

export interface BreakGlassQuery {
  standing?: BreakGlassStanding | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** One page, newest first: all, what is open now, or what somebody has to look at. */
export async function listBreakGlass(ctx: Ctx, query: BreakGlassQuery): Promise<BreakGlassPage> {
  authoriseReading(ctx);
  const rows = await select(ctx, and(isStanding(ctx, query.standing), after(query.cursor)), query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1)?.row;
  return {
    breakGlass: page.map((one) => wireOf(ctx, one)),
    nextCursor: rows.length > query.limit && last !== undefined ? cursorOf(last) : null,
  };
}

export async function getBreakGlass(ctx: Ctx, id: string): Promise<BreakGlass> {
  authoriseReading(ctx);
  return readBreakGlass(ctx, id);
}

/** The same for a command, which shows whoever may write what they have written. */
export async function readBreakGlass(ctx: Ctx, id: string): Promise<BreakGlass> {
  const [found] = await select(ctx, eq(breakGlass.id, id), 1);
  if (found === undefined) throw new NotFound("break-glass", id);
  return wireOf(ctx, found);
}

type Found = { row: BreakGlassRow; repository: string | null; title: string | null };

async function select(ctx: Ctx, where: SQL | undefined, limit: number): Promise<Found[]> {
  const ofSubject = or(
    eq(signOffRequest.changeId, breakGlass.changeId),
    and(
      eq(signOffRequest.repositoryId, breakGlass.repositoryId),
      sql`lower(${signOffRequest.revision}) = ${breakGlass.revision}`,
    ),
  );
  return await ctx.db
    .select({
      row: breakGlass,
      repository: repository.name,
      title: sql<string | null>`(select ${signOffRequest.title} from ${signOffRequest}
        where ${eq(signOffRequest.workspaceId, breakGlass.workspaceId)} and ${ofSubject} limit 1)`,
    })
    .from(breakGlass)
    .leftJoin(
      repository,
      and(eq(repository.workspaceId, breakGlass.workspaceId), eq(repository.id, breakGlass.repositoryId)),
    )
    .where(and(eq(breakGlass.workspaceId, ctx.workspaceId), where))
    .orderBy(desc(breakGlass.openedAt), desc(breakGlass.id))
    .limit(limit);
}

function isStanding({ now }: Ctx, standing: BreakGlassStanding | undefined): SQL | undefined {
  if (standing === undefined) return undefined;
  if (standing === "reviewed") return sql`${breakGlass.reviewedAt} is not null`;
  const isOver = or(sql`${breakGlass.endedAt} is not null`, lte(breakGlass.expiresAt, now));
  if (standing === "to-review") return and(isNull(breakGlass.reviewedAt), isOver);
  return and(isNull(breakGlass.endedAt), sql`${breakGlass.expiresAt} > ${now.toISOString()}`);
}

const cursorSchema = z.tuple([z.number().int(), z.uuid()]);

function cursorOf(row: BreakGlassRow): string {
  return Buffer.from(JSON.stringify([row.openedAt.getTime(), row.id])).toString("base64url");
}

function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const parsed = cursorSchema.safeParse(decoded(cursor));
  if (!parsed.success) {
    throw new Invalid("cursor", "This cursor does not fit this list. Leave it out.", "invalid-cursor");
  }
  const [atMs, id] = parsed.data;
  const at = new Date(atMs);
  return or(lt(breakGlass.openedAt, at), and(eq(breakGlass.openedAt, at), lt(breakGlass.id, id)));
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** Whoever opened it, in whatever way they act now. */
export function isOwn(actor: Actor, { personId, userId }: BreakGlassRow): boolean {
  const acting = actor.kind === "user" ? actor.id : actor.kind === "token" ? actor.userId : null;
  const person = "personId" in actor ? actor.personId : null;
  return (acting !== null && acting === userId) || (person !== null && person === personId);
}

function wireOf({ actor, now }: Ctx, { row, repository: name, title }: Found): BreakGlass {
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: row.id,
    standing: standingOf(row, now),
    changeId: row.changeId,
    title,
    repository: name,
    revision: row.revision,
    environment: row.environment,
    reason: row.reason,
    openedBy: row.openedBy,
    openedAt: row.openedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: iso(row.endedAt),
    endedBy: row.endedBy,
    reviewedAt: iso(row.reviewedAt),
    reviewedBy: row.reviewedBy,
    reviewNote: row.reviewNote,
    isMine: isOwn(actor, row),
    generated: row.generated,
    version: row.version,
  };
}
