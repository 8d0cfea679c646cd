import { v7 as uuidv7 } from "uuid";
import { repository } from "@/db/schema";
import { canKeepRepositories } from "@/domain/access/change";
import { Conflict, Invalid } from "@/domain/errors";
import { repositoryName } from "@/domain/repository/name";
import type { Repository, RepositoryInput } from "@/domain/repository/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { KEEPING_NEEDS, toRepository } from "./queries";
import { serviceSlugs, storedRules } from "./stored-rules";

/** Enters a repository before anything of it is heard, so that its rules are there when its changes come. */
export function createRepository(ctx: Ctx, input: RepositoryInput): Promise<Repository> {
  authorise(canKeepRepositories(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const name = repositoryName(input.name);
    if (name === null || !name.includes("/")) {
      throw new Invalid("name", "Give the host and the path, such as github.com/acme/shop.");
    }
    const slugs = await serviceSlugs(tx);
    const [row] = await tx.db
      .insert(repository)
      .values({
        workspaceId: tx.workspaceId,
        id: uuidv7({ msecs: tx.now.getTime() }),
        name,
        url: /^[^/]+\.[^/]+\/./.test(name) ? `https://${name}` : null,
        pathRules: storedRules(input.pathRules, slugs),
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new Conflict("repository-exists", `The repository ${name} is there already.`, "name");
    const created = await toRepository(tx, row, slugs);
    await recordAudit(tx, {
      action: "repository.add",
      objectKind: "repository",
      objectId: row.id,
      after: created,
    });
    return created;
  });
}
