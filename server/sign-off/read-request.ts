import { and, desc, eq, sql } from "drizzle-orm";
import { signOffEvent, signOffRequest, team } from "@/db/schema";
import { canBreakGlass, canHandOver, canSignOff } from "@/domain/access/sign-off";
import { NotFound } from "@/domain/errors";
import { approvalRefusal, signerRefusal } from "@/domain/sign-off/refusal";
import type { SignOffRequest, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { standingOf } from "@/domain/sign-off/standing";
import type { Ctx } from "@/server/context";
import { policiesInForce } from "@/server/policy/in-force";
import { BREAK_GLASS_NEEDS, readBreakGlassRows } from "./break-glass-rows";
import { spentRatios } from "./budgets";
import { couldSign } from "./could-sign";
import { type DecidingPolicy, decidingPolicy } from "./deciding-policy";
import { evidenceOf } from "./request-evidence";
import { subjectRisk } from "./request-row";
import { requestSummary, selectRequests } from "./request-summary";
import { personOf, readSignerOf } from "./signer";
import { keyOf, teamIdsOf } from "./signing";
import { loadSubjects, type Subject } from "./subject";
import { revisionInForce } from "./subject-words";

/** More events than any request has. */
const EVENTS_MAX = 500;

/** One request, whole; also for a command, which shows whoever may sign what they have signed. */
export async function readRequestDetail(ctx: Ctx, id: string): Promise<SignOffRequestDetail> {
  const [found] = await selectRequests(ctx, {
    where: eq(signOffRequest.id, id),
    orderBy: [sql`${signOffRequest.id}`],
    limit: 1,
  });
  if (found === undefined) throw new NotFound("sign-off request", id);
  const [subject] = await loadSubjects(ctx, [keyOf(found.row)], { withBudgets: true });
  if (subject === undefined) throw new NotFound("sign-off request", id);
  const deciding = decidingPolicy(ctx, subject.draft, await policiesInForce(ctx));
  const teams = await teamNames(ctx);
  const evidence = await evidenceOf(ctx, subject.draft);
  const summary = requestSummary(ctx, found);
  const teamOf = (teamId: string | null | undefined) => (teamId == null ? null : (teams.get(teamId) ?? null));
  return {
    ...summary,
    author: summary.author === null ? null : { ...summary.author, team: teamOf(found.row.authorTeamId) },
    ...evidence,
    services: await servicesOf(ctx, subject, teamOf),
    signOffs: signOffsOf(ctx, subject, { deciding, teamOf, ruleId: found.row.ruleId }),
    events: await eventsOf(ctx, id),
    riskReasons: subjectRisk(subject).reasons,
    couldSign: deciding === null ? [] : await couldSign(ctx, subject, deciding, teamOf),
    breakGlass: await breakGlassOf(ctx, subject),
    can: await abilities(ctx, subject, { deciding, request: summary }),
  };
}

type TeamOf = (teamId: string | null | undefined) => string | null;

async function teamNames(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.db
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(eq(team.workspaceId, ctx.workspaceId));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function servicesOf(
  ctx: Ctx,
  { services }: Subject,
  teamOf: TeamOf,
): Promise<SignOffRequestDetail["services"]> {
  const spent = await spentRatios(
    ctx,
    services.map(({ id }) => id),
    ctx.now.getTime(),
  );
  return services.map(({ id, slug, name, weight, teamId }) => ({
    slug,
    name,
    weight,
    team: teamOf(teamId),
    budgetSpentRatio: spent.get(id) ?? null,
  }));
}

function signOffsOf(
  ctx: Ctx,
  subject: Subject,
  known: { deciding: DecidingPolicy | null; teamOf: TeamOf; ruleId: string },
): SignOffRequestDetail["signOffs"] {
  const { draft, people } = subject;
  const rule = known.deciding?.policy.rules.find(({ id }) => id === known.ruleId);
  const rows = [...subject.signOffs, ...subject.added].sort((a, b) => b.at.getTime() - a.at.getTime());
  return rows.map((row) => {
    const word = {
      personId: row.personId,
      level: row.level,
      teamId: row.teamId,
      roles: row.roles,
      revision: revisionInForce(draft, row.revision),
      at: row.at.toISOString(),
      withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
      isOnRoster: people.get(row.personId)?.isOnRoster(row.at) ?? false,
    };
    // Whoever declines needs no level: a change is held back by any reviewer who sees what is wrong.
    const require = row.decision === "approved" ? (rule?.require ?? null) : null;
    return {
      id: row.id,
      person: { personId: row.personId, name: people.get(row.personId)?.name ?? "Somebody" },
      decision: row.decision,
      level: row.level,
      team: known.teamOf(row.teamId),
      revision: row.revision,
      at: word.at,
      source: row.source,
      comment: row.comment,
      withdrawn:
        row.withdrawnAt === null
          ? null
          : {
              at: row.withdrawnAt.toISOString(),
              by: row.withdrawnBy ?? "Somebody",
              reason: row.withdrawnReason,
            },
      standing: standingOf(word, subject, { require, at: ctx.now.toISOString() }),
      generated: row.generated,
    };
  });
}

async function eventsOf(ctx: Ctx, requestId: string): Promise<SignOffRequestDetail["events"]> {
  const rows = await ctx.db
    .select()
    .from(signOffEvent)
    .where(and(eq(signOffEvent.workspaceId, ctx.workspaceId), eq(signOffEvent.requestId, requestId)))
    .orderBy(desc(signOffEvent.at), desc(signOffEvent.id))
    .limit(EVENTS_MAX);
  return rows.map(({ id, kind, at, by, body, generated }) => ({
    id,
    kind,
    at: at.toISOString(),
    by,
    body,
    generated,
  }));
}

async function breakGlassOf(ctx: Ctx, { draft }: Subject): Promise<SignOffRequestDetail["breakGlass"]> {
  const [rows = []] = await readBreakGlassRows(ctx, [draft]);
  return rows.map(({ id, openedBy, openedAt, expiresAt, endedAt, reason }) => ({
    id,
    openedBy,
    openedAt: openedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    reason,
  }));
}

/** It only shapes the page: every command asks again. */
async function abilities(
  ctx: Ctx,
  subject: Subject,
  {
    deciding,
    request: { state, changeId, holds },
  }: { deciding: DecidingPolicy | null; request: Pick<SignOffRequest, "state" | "changeId" | "holds"> },
): Promise<SignOffRequestDetail["can"]> {
  const teamIds = teamIdsOf(subject);
  const no = (why: string) => ({ allowed: false, why });
  const yes = { allowed: true, why: null };
  const personId = personOf(ctx.actor);
  const signer = personId === null ? null : await readSignerOf(ctx, personId);
  const isOpen = state === "waiting" || state === "declined" || state === "missing";
  const mayHandOver = canHandOver(ctx.actor, { teamIds, authorId: subject.author.personId });
  const handOver =
    isOpen && mayHandOver ? yes : no(isOpen ? "It needs the reviewer role." : "Nothing waits here.");
  const breakGlass =
    changeId === null || !holds
      ? no("Nothing is held here.")
      : canBreakGlass(ctx.actor, { teamIds })
        ? yes
        : no(BREAK_GLASS_NEEDS);
  const refuse = (why: string) => ({ approve: no(why), decline: no(why), handOver, breakGlass });
  if (!canSignOff(ctx.actor, { teamIds })) return refuse("It needs the reviewer role for its services.");
  if (signer === null || deciding === null)
    return refuse("You are tied to nobody on the roster. An admin does that under Settings, Members.");
  const refusal = signerRefusal(subject, signer);
  if (refusal !== null) return refuse(refusal.message);
  const isDone = !isOpen && (subject.liveAt !== null || state === "lapsed");
  if (isDone) return refuse("Nothing is left to decide.");
  const at = subject.liveAt ?? ctx.now.toISOString();
  const roles = "grants" in ctx.actor ? ctx.actor.grants.map(({ role }) => role) : [];
  const asked = { ...signer, roles: [...new Set([...signer.roles, ...roles])] };
  const unfit = approvalRefusal(subject, asked, { policy: deciding.policy, at });
  const isGiven = state === "satisfied" || state === "late";
  return {
    approve: isGiven ? no("Everything asked for is given.") : unfit === null ? yes : no(unfit.message),
    decline: yes,
    handOver,
    breakGlass,
  };
}
