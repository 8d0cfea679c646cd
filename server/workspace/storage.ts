import { existsSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { canEditWorkspace } from "@/domain/access/workspace";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { readEnvironment } from "@/server/env";
import { isLoopback } from "@/server/loopback";

/** Where the data lies: the embedded server's folder, or a Postgres that somebody else runs. */
export type Storage =
  | { kind: "embedded"; folder: string }
  | { kind: "postgres"; host: string; database: string };

/** Says where the data lies, without any credentials. */
export async function whereDataLies(ctx: Pick<Ctx, "db" | "actor">): Promise<Storage> {
  authorise(canEditWorkspace(ctx.actor), "Seeing where the data lies needs the admin role.");
  const url = new URL(readEnvironment().databaseUrl ?? "postgres://unknown");
  const folder = isLoopback(url.hostname) ? await embeddedFolder(ctx) : null;
  if (folder !== null) return { kind: "embedded", folder };
  return { kind: "postgres", host: url.host, database: decodeURIComponent(url.pathname.slice(1)) };
}

/** The embedded server's cluster lies in `postgres` beside its password file; any other cluster does not. */
async function embeddedFolder(ctx: Pick<Ctx, "db">): Promise<string | null> {
  const result = await ctx.db.execute<{ cluster: string | null }>(sql`
    select case when pg_has_role(current_user, 'pg_read_all_settings', 'usage')
      then current_setting('data_directory', true) end as cluster`);
  const cluster = result.rows[0]?.cluster ?? null;
  if (cluster === null || path.basename(cluster) !== "postgres") return null;
  const folder = path.dirname(cluster);
  return existsSync(path.join(folder, "password")) ? folder : null;
}
