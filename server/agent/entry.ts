import type { agent } from "@/db/schema";
import type { AgentEdit } from "@/domain/agent/schema";
import { Invalid } from "@/domain/errors";
import { readKnownPeople } from "@/server/ai-use/people";
import type { Ctx } from "@/server/context";
import { teamOf } from "@/server/team/ensure";

type Columns = Partial<typeof agent.$inferInsert>;

/** The columns that an entry's fields make; only what is named. */
export async function columnsOf(ctx: Ctx, edit: Omit<AgentEdit, "disabled">): Promise<Columns> {
  const { owner, team, permissions, name, tool, description, credentialScope } = edit;
  const columns: Columns = {};
  if (name !== undefined) columns.name = name;
  if (tool !== undefined) columns.tool = tool;
  if (description !== undefined) columns.description = description || null;
  if (credentialScope !== undefined) columns.credentialScope = credentialScope || null;
  if (owner !== undefined) columns.ownerId = await personOf(ctx, owner, "owner");
  if (team !== undefined) columns.teamId = team === null ? null : await teamOf(ctx, team);
  if (permissions !== undefined) {
    columns.permissions = permissions.map(({ destructiveAlone, ...one }) =>
      destructiveAlone === undefined || destructiveAlone.length === 0 ? one : { ...one, destructiveAlone },
    );
  }
  return columns;
}

/** The person that an id, an address or a login means. */
export async function personOf(ctx: Ctx, reference: string, field: string): Promise<string> {
  const people = await readKnownPeople(ctx, [{ person: reference }], false);
  const found = people.find({ person: reference });
  if ("id" in found) return found.id;
  throw new Invalid(field, found.reason, "unknown-person");
}
