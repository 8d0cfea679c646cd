import { and, asc, eq } from "drizzle-orm";
import { aiEvidence, changeDetail } from "@/db/schema";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import type { Ctx } from "@/server/context";
import type { Draft } from "./draft";
import { requestEvidence } from "./subject-pull-requests";

type Shown = Pick<SignOffRequestDetail, "evidence" | "description" | "branch">;

const QUOTES_MAX = 200;

/** The quotes that say what AI's part was, the best first, with the texts around them. */
export async function evidenceOf(ctx: Ctx, draft: Draft): Promise<Shown> {
  const shown = draft.changeId === null ? await ofRequest(ctx, draft) : await ofChange(ctx, draft.changeId);
  const rank = ({ grade }: Shown["evidence"][number]) => EVIDENCE_GRADES.indexOf(grade);
  return { ...shown, evidence: [...shown.evidence].sort((a, b) => rank(a) - rank(b)).slice(0, QUOTES_MAX) };
}

async function ofRequest(ctx: Ctx, { repositoryId, pullRequest }: Draft): Promise<Shown> {
  const found =
    repositoryId === null || pullRequest === null
      ? null
      : await requestEvidence(ctx, { repositoryId, pullRequest });
  if (found === null) return { evidence: [], description: null, branch: null };
  return {
    evidence: found.evidence.map(({ grade, tool, quote, foundIn, revision }) => ({
      grade,
      tool,
      quote,
      foundIn,
      revision,
    })),
    description: found.description,
    branch: found.branch,
  };
}

async function ofChange(ctx: Ctx, changeId: string): Promise<Shown> {
  const own = (table: typeof aiEvidence | typeof changeDetail) =>
    and(eq(table.workspaceId, ctx.workspaceId), eq(table.changeId, changeId));
  const evidence = await ctx.db
    .select({
      grade: aiEvidence.grade,
      tool: aiEvidence.tool,
      quote: aiEvidence.quote,
      foundIn: aiEvidence.foundIn,
      revision: aiEvidence.revision,
    })
    .from(aiEvidence)
    .where(own(aiEvidence))
    .orderBy(asc(aiEvidence.recordedAt), asc(aiEvidence.id));
  const [detail] = await ctx.db
    .select({ description: changeDetail.description, branch: changeDetail.branch })
    .from(changeDetail)
    .where(own(changeDetail));
  return { evidence, description: detail?.description ?? null, branch: detail?.branch ?? null };
}
