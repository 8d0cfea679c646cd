import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { breakGlass } from "@/db/schema";
import { canBreakGlass } from "@/domain/access/sign-off";
import { Invalid, NotFound } from "@/domain/errors";
import { repositoryName } from "@/domain/repository/name";
import { BREAK_GLASS_MS_MAX, BREAK_GLASS_MS_USUAL } from "@/domain/sign-off/break-glass";
import type { BreakGlass, BreakGlassInput } from "@/domain/sign-off/break-glass-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { notify } from "@/server/notification/notify";
import { BREAK_GLASS_NEEDS, type BreakGlassRow } from "@/server/sign-off/break-glass-rows";
import { personOf } from "@/server/sign-off/signer";
import { teamIdsOf } from "@/server/sign-off/signing";
import { subjectsOf } from "@/server/sign-off/subjects-of";
import { assessAbout } from "./assess-about";
import { readBreakGlass } from "./queries";

/**
 * Lets a change through for a while, whatever the policy says. It is told of at once, stands in the trail, and another
 * person looks at it afterwards.
 */
export function openBreakGlass(ctx: Ctx, command: BreakGlassInput): Promise<BreakGlass> {
  return inTransaction(ctx, async (tx) => {
    const about = await aboutOf(tx, command);
    authorise(canBreakGlass(tx.actor, { teamIds: about.teamIds }), BREAK_GLASS_NEEDS);
    const row = rowOf(tx, command, about);
    await tx.db.insert(breakGlass).values(row);
    await assessAbout(tx, row);
    await recordAudit(tx, {
      action: "break-glass.open",
      objectKind: "break-glass",
      objectId: row.id,
      after: {
        changeId: row.changeId,
        revision: row.revision,
        environment: row.environment,
        reason: row.reason,
        expiresAt: row.expiresAt.toISOString(),
      },
    });
    await notify(tx, "break-glass.opened", {
      title: about.title ?? `${command.repository} ${row.revision?.slice(0, 7)}`,
      sentence: `${row.openedBy} lets it through to ${row.environment} whatever the policy says, until ${row.expiresAt.toISOString()}: ${row.reason}`,
      path: "/sign-offs/break-glass",
      facts: [
        { name: "By", value: row.openedBy },
        { name: "Environment", value: row.environment },
        { name: "Until", value: row.expiresAt.toISOString() },
      ],
      data: { breakGlassId: row.id, changeId: row.changeId, revision: row.revision },
    });
    return readBreakGlass(tx, row.id);
  });
}

interface About {
  changeId: string | null;
  repositoryId: string | null;
  revision: string | null;
  title: string | null;
  teamIds: (string | null)[];
}

async function aboutOf(ctx: Ctx, { changeId, repository, revision }: BreakGlassInput): Promise<About> {
  if (changeId !== undefined) {
    const [subject] = await subjectsOf(ctx, { changeIds: [changeId] });
    if (subject === undefined) throw new NotFound("change", changeId);
    const { draft } = subject;
    return { changeId, repositoryId: null, revision: null, title: draft.title, teamIds: teamIdsOf(subject) };
  }
  const name = repositoryName(repository ?? "");
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select id from repository where workspace_id = ${ctx.workspaceId} and name = ${name}`);
  const [known] = rows;
  if (known === undefined) {
    throw new Invalid(
      "repository",
      `No repository "${repository}" in this workspace.`,
      "repository-not-found",
    );
  }
  const [subject] = await subjectsOf(ctx, { repository: name ?? "", revision: revision ?? "" });
  return {
    changeId: null,
    repositoryId: known.id,
    revision: revision?.toLowerCase() ?? null,
    title: subject?.draft.title ?? null,
    teamIds: subject === undefined ? [] : teamIdsOf(subject),
  };
}

function rowOf(ctx: Ctx, command: BreakGlassInput, about: About): BreakGlassRow {
  const { actor, now } = ctx;
  const expiresAt =
    command.expiresAt === undefined
      ? new Date(now.getTime() + BREAK_GLASS_MS_USUAL)
      : new Date(command.expiresAt);
  if (expiresAt <= now) throw new Invalid("expiresAt", "It would be over already. Give an instant ahead.");
  if (expiresAt.getTime() > now.getTime() + BREAK_GLASS_MS_MAX) {
    throw new Invalid("expiresAt", "Break-glass lasts 24 hours at most; open another one then.");
  }
  return {
    workspaceId: ctx.workspaceId,
    id: uuidv7({ msecs: now.getTime() }),
    changeId: about.changeId,
    repositoryId: about.repositoryId,
    revision: about.revision,
    environment: command.environment,
    reason: command.reason,
    personId: personOf(actor),
    openedBy: actor.name,
    userId: actor.kind === "user" ? actor.id : actor.kind === "token" ? actor.userId : null,
    openedAt: now,
    expiresAt,
    endedAt: null,
    endedBy: null,
    reviewedAt: null,
    reviewedBy: null,
    reviewNote: null,
    generated: false,
    version: 1,
  };
}
