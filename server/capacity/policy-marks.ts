import { and, asc, eq, gte, lte } from "drizzle-orm";
import { policyVersion } from "@/db/schema";
import { type Day, dayOf, dayStartMs } from "@/domain/calendar/day";
import type { Mark } from "@/domain/mark/schema";
import { authoriseReading } from "@/server/access";
import { askAll, type Ctx } from "@/server/context";
import { listMarks } from "@/server/mark/queries";

/** More versions than this in one picture say nothing. */
const VERSIONS_MAX = 50;

/** The marks of policy and roster from a day on, with each version of the sign-off policy on the day it took effect. */
export async function policyMarks(ctx: Ctx, span: { from: Day; timeZone: string }): Promise<Mark[]> {
  authoriseReading(ctx);
  const [marks, versions] = await askAll(
    ctx,
    () => listMarks(ctx, { from: span.from }),
    () =>
      ctx.db
        .select({
          version: policyVersion.version,
          rules: policyVersion.rules,
          effectiveFrom: policyVersion.effectiveFrom,
          generated: policyVersion.generated,
        })
        .from(policyVersion)
        .where(
          and(
            eq(policyVersion.workspaceId, ctx.workspaceId),
            gte(policyVersion.effectiveFrom, new Date(dayStartMs(span.from, span.timeZone))),
            lte(policyVersion.effectiveFrom, ctx.now),
          ),
        )
        .orderBy(asc(policyVersion.effectiveFrom))
        .limit(VERSIONS_MAX),
  );
  const kept = marks.filter(({ kind }) => kind !== "other");
  const named = new Set(kept.filter(({ kind }) => kind === "policy").map(({ day }) => day));
  const ofPolicy = versions.flatMap(({ version, rules, effectiveFrom, generated }): Mark[] => {
    const day = dayOf(effectiveFrom.getTime(), span.timeZone);
    // What somebody marked that day already tells of it.
    if (named.has(day)) return [];
    const enforced = rules.filter(({ mode }) => mode === "enforce").length;
    const detail = `${enforced} of ${rules.length} ${rules.length === 1 ? "rule" : "rules"} enforced`;
    const none = { sourceName: null, sourceUrl: null };
    return [
      {
        id: `policy-${version}`,
        kind: "policy",
        day,
        title: `Policy v${version}`,
        detail,
        generated,
        ...none,
      },
    ];
  });
  return [...kept, ...ofPolicy].sort((a, b) => a.day.localeCompare(b.day));
}
