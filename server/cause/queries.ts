import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { causeKind } from "@/db/schema";
import { canAddCauseKind } from "@/domain/access/incident";
import { CAUSE_KINDS, isAiCause, parseCauseKind } from "@/domain/cause/taxonomy";
import { Conflict, Invalid } from "@/domain/errors";
import { authorise, authoriseReading } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";

export const causeKindEntrySchema = z
  .object({
    kind: z.string(),
    code: z.string(),
    name: z.string(),
    isAi: z.boolean(),
    isOwn: z.boolean().meta({ description: "Added by this workspace." }),
  })
  .meta({ id: "CauseKind" });

export const causeKindInputSchema = z
  .object({
    kind: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "A kind is lower-case letters, digits and dashes.")
      .optional()
      .meta({ description: "Made from the name when left out." }),
    name: z.string().trim().min(1).max(80),
    code: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9]{2}$/, "A code is two letters or digits.")
      .optional(),
  })
  .meta({ id: "CauseKindInput" });

export type CauseKindEntry = z.output<typeof causeKindEntrySchema>;
export type CauseKindInput = z.output<typeof causeKindInputSchema>;

/** More kinds than this are no taxonomy. */
const OWN_KINDS_MAX = 100;

/** The taxonomy in its fixed order, then the workspace's own kinds. */
export function listCauseKinds(ctx: Ctx): Promise<CauseKindEntry[]> {
  authoriseReading(ctx);
  return readCauseKinds(ctx);
}

async function readCauseKinds(ctx: Ctx): Promise<CauseKindEntry[]> {
  const own = await ctx.db
    .select({ kind: causeKind.kind, code: causeKind.code, name: causeKind.name })
    .from(causeKind)
    .where(eq(causeKind.workspaceId, ctx.workspaceId))
    .orderBy(asc(causeKind.name));
  return [
    ...CAUSE_KINDS.map(({ kind, code, name }) => ({ kind, code, name, isAi: isAiCause(kind), isOwn: false })),
    ...own.map((entry) => ({ ...entry, isAi: false, isOwn: true })),
  ];
}

export function addCauseKind(ctx: Ctx, input: CauseKindInput): Promise<CauseKindEntry> {
  authorise(
    canAddCauseKind(ctx.actor),
    "Adding to the taxonomy of causes needs the author or the policy owner role.",
  );
  const kind = parseCauseKind(input.kind ?? input.name);
  const code = (input.code ?? kind.replaceAll("-", "").slice(0, 2).padEnd(2, "X")).toUpperCase();
  return inTransaction(ctx, async (tx) => {
    const known = await readCauseKinds(tx);
    if (kind === "" || kind.length > 60) {
      throw new Invalid("kind", "Give a kind of lower-case letters, digits and dashes, up to 60 characters.");
    }
    if (known.some((entry) => entry.kind === kind)) {
      throw new Conflict(
        "cause-exists",
        `The taxonomy has "${kind}" already. Use it, or choose another name.`,
        "kind",
      );
    }
    if (known.filter((entry) => entry.isOwn).length >= OWN_KINDS_MAX) {
      throw new Conflict("too-many-causes", `A workspace can add up to ${OWN_KINDS_MAX} kinds.`);
    }
    await tx.db.insert(causeKind).values({ workspaceId: tx.workspaceId, kind, name: input.name, code });
    const added = { kind, code, name: input.name, isAi: false, isOwn: true };
    await recordAudit(tx, { action: "cause.add-kind", objectKind: "cause", objectId: kind, after: added });
    return added;
  });
}
