import { eq, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { apiToken } from "@/db/schema";
import { canGiveScopes, canKeepServiceTokens, canMakePersonalToken } from "@/domain/access/token";
import { Invalid } from "@/domain/errors";
import { PERSONAL_DAYS_DEFAULT, PERSONAL_DAYS_MAX } from "@/domain/token/limits";
import type { NewToken, TokenInput } from "@/domain/token/schema";
import { authorise } from "@/server/access";
import { findAgentRow } from "@/server/agent/queries";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { refuseBeyond } from "@/server/limits/refuse-beyond";
import { selectTokens, TOKENS_MAX } from "./queries";
import { makeTokenText } from "./token-text";

const DAY_MS = 86_400_000;

/** Makes a token and returns it, this once, with its text; only its SHA-256 is kept. */
export function createToken(ctx: Ctx, input: TokenInput): Promise<NewToken> {
  const { actor } = ctx;
  if (input.kind === "personal") {
    authorise(canMakePersonalToken(actor), "A personal token is made by the signed-in person it acts as.");
  } else {
    authorise(canKeepServiceTokens(actor), "Making a service token needs an admin.");
  }
  authorise(canGiveScopes(actor, input.scopes), "A token gives no scope that it does not have itself.");
  const expiresAt = endOf(ctx.now, input);
  return inTransaction(ctx, async (tx) => {
    await refuseTooMany(tx);
    const agentId = input.agent == null ? null : await agentOf(tx, input.agent, input);
    const { text, hash, prefix } = makeTokenText();
    const id = uuidv7();
    await tx.db.insert(apiToken).values({
      workspaceId: tx.workspaceId,
      id,
      name: input.name,
      kind: input.kind,
      userId: input.kind === "personal" && actor.kind === "user" ? actor.id : null,
      agentId,
      prefix,
      tokenHash: hash,
      scopes: input.scopes,
      requestsPerMinute: input.requestsPerMinute,
      createdBy: actor.name,
      createdAt: tx.now,
      expiresAt,
    });
    const [made] = await selectTokens(tx, eq(apiToken.id, id));
    if (!made) throw new Error("The token was not found right after it was made.");
    await recordAudit(tx, { action: "token.create", objectKind: "token", objectId: id, after: made });
    return { ...made, token: text };
  });
}

async function agentOf(ctx: Ctx, slug: string, { scopes }: TokenInput): Promise<string> {
  if (scopes.includes("admin")) {
    throw new Invalid(
      "scopes",
      "A token for an agent cannot have the scope admin: with it the agent could write itself leave into the register.",
    );
  }
  const found = await findAgentRow(ctx, slug);
  if (found !== null) return found.id;
  throw new Invalid(
    "agent",
    `No agent ${slug} is in the register. Enter it under Agents first.`,
    "unknown-agent",
  );
}

function endOf(now: Date, { kind, expiresAt }: TokenInput): Date | null {
  if (kind === "personal" && expiresAt === null) {
    throw new Invalid("expiresAt", `A personal token ends within ${PERSONAL_DAYS_MAX} days; name the day.`);
  }
  if (expiresAt === null) return null;
  if (expiresAt === undefined) {
    return kind === "personal" ? new Date(now.getTime() + PERSONAL_DAYS_DEFAULT * DAY_MS) : null;
  }
  const end = new Date(expiresAt);
  if (end <= now) throw new Invalid("expiresAt", "The token would have ended already; name a later instant.");
  if (kind === "personal" && end.getTime() > now.getTime() + PERSONAL_DAYS_MAX * DAY_MS) {
    throw new Invalid(
      "expiresAt",
      `A personal token ends within ${PERSONAL_DAYS_MAX} days; name an earlier day.`,
    );
  }
  return end;
}

const refuseTooMany = (ctx: Ctx) =>
  refuseBeyond(ctx, apiToken, {
    max: TOKENS_MAX,
    code: "too-many-tokens",
    message: `The workspace has ${TOKENS_MAX} tokens; revoke some that nobody uses.`,
    where: isNull(apiToken.revokedAt),
  });
