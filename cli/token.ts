import { Command, InvalidArgumentError } from "commander";
import { OperatorError } from "@/db/operator-error";
import type { Scope } from "@/domain/access/roles";
import { REQUESTS_PER_MINUTE_DEFAULT, REQUESTS_PER_MINUTE_MAX } from "@/domain/token/limits";
import { scopesSchema, type Token } from "@/domain/token/schema";
import type { Ctx } from "@/server/context";
import { createToken } from "@/server/token/create";
import { listTokens } from "@/server/token/queries";
import { revokeToken } from "@/server/token/revoke";
import { withDatabase } from "./connect";
import { workspaceContext } from "./workspace-context";

const UNITS_MS: Record<string, number> = {
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};
const nameMax = 100;

interface CreateOptions {
  name: string;
  scope: Scope[];
  workspace?: string;
  agent?: string;
  expires: number | null;
  limit: number;
}

export function createCommand(): Command {
  const command = new Command("token").description("make, list or revoke the API tokens of programs");
  command
    .command("create")
    .description("make a service token and print it, alone, on standard output")
    .requiredOption("--name <name>", "what it is for", tokenName)
    .requiredOption("--scope <scopes>", "read, write, people, admin; several with commas", scopes)
    .option("--workspace <slug>", "whose data it reaches; the oldest that is not the sample when left out")
    .option("--agent <slug>", "the one agent that it is for: it asks leave in no other's name")
    .option("--expires <span>", "when it ends: 12h, 90d, 4w, 1y or never", span, null)
    .option("--limit <requests>", "requests a minute", limit, REQUESTS_PER_MINUTE_DEFAULT)
    .action(create);
  command
    .command("list")
    .description("list the tokens, newest first")
    .option("--workspace <slug>", "the oldest that is not the sample when left out")
    .option("--json", "print them as JSON")
    .action(list);
  command
    .command("revoke <token>")
    .description("end a token at once, named by its id or by what it begins with")
    .option("--workspace <slug>", "the oldest that is not the sample when left out")
    .action(revoke);
  return command;
}

async function create(options: CreateOptions): Promise<void> {
  await inWorkspace(options.workspace, async (ctx) => {
    const expiresAt = options.expires === null ? null : new Date(ctx.now.getTime() + options.expires);
    const made = await createToken(ctx, {
      kind: "service",
      name: options.name,
      scopes: options.scope,
      agent: options.agent,
      expiresAt: expiresAt?.toISOString() ?? null,
      requestsPerMinute: options.limit,
    });
    // The token alone, so that a script can take it as it is.
    process.stdout.write(`${made.token}\n`);
    process.stderr.write(
      `Token "${made.name}"${made.agent === null ? "" : ` is for the agent ${made.agent.slug} alone,`} may ${made.scopes.join(", ")}; it ${made.expiresAt === null ? "never ends" : `ends ${made.expiresAt}`}. It is not shown again.\n`,
    );
  });
}

async function list({ workspace, json }: { workspace?: string; json?: boolean }): Promise<void> {
  await inWorkspace(workspace, async (ctx) => {
    const tokens = await listTokens(ctx);
    if (json) process.stdout.write(`${JSON.stringify(tokens, null, 2)}\n`);
    else for (const token of tokens) process.stdout.write(`${lineOf(token)}\n`);
    if (tokens.length === 0) process.stderr.write("There is no token.\n");
  });
}

function lineOf(token: Token): string {
  const end = token.expired ? "expired" : (token.expiresAt?.slice(0, 10) ?? "never ends");
  const use = token.lastUsedAt === null ? "never used" : `used ${token.lastUsedAt.slice(0, 16)}Z`;
  const agent = token.agent === null ? [] : [`for ${token.agent.slug}`];
  return [token.id, token.prefix, token.kind, token.scopes.join(","), end, use, token.name, ...agent].join(
    "  ",
  );
}

async function revoke(given: string, { workspace }: { workspace?: string }): Promise<void> {
  await inWorkspace(workspace, async (ctx) => {
    const matching = (await listTokens(ctx)).filter(
      ({ id, prefix }) => id === given || (given.length > 4 && given.startsWith(prefix)) || prefix === given,
    );
    const [token, ...others] = matching;
    if (!token) {
      throw new OperatorError(
        "token-not-found",
        "There is no such token here. `npx faultline token list` names those there are.",
      );
    }
    if (others.length > 0) {
      throw new OperatorError("token-ambiguous", "Several tokens begin like that; name one by its id.");
    }
    await revokeToken(ctx, token.id);
    process.stderr.write(`Token "${token.name}" (${token.prefix}) is revoked.\n`);
  });
}

async function inWorkspace(slug: string | undefined, work: (ctx: Ctx) => Promise<void>): Promise<void> {
  await withDatabase(async ({ db }) => work(await workspaceContext(db, slug)));
}

function tokenName(text: string): string {
  const name = text.trim();
  if (name.length > 0 && name.length <= nameMax) return name;
  throw new InvalidArgumentError(`A name has 1 to ${nameMax} characters.`);
}

function scopes(text: string): Scope[] {
  const parsed = scopesSchema.safeParse(text.split(/[\s,]+/).filter(Boolean));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? "These are no scopes.");
}

function span(text: string): number | null {
  if (text === "never") return null;
  const [, digits, unit = ""] = /^(\d{1,4})([hdwy])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs !== undefined && Number(digits) > 0) return Number(digits) * unitMs;
  throw new InvalidArgumentError("Name a span such as 12h, 90d, 4w or 1y, or never.");
}

function limit(text: string): number {
  const requests = Number(text);
  if (Number.isInteger(requests) && requests >= 1 && requests <= REQUESTS_PER_MINUTE_MAX) return requests;
  throw new InvalidArgumentError(
    `Requests a minute are a whole number from 1 to ${REQUESTS_PER_MINUTE_MAX.toLocaleString("en")}.`,
  );
}
