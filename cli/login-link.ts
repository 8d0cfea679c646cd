import { Command } from "commander";
import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { postgresAccount } from "@/db/embedded/account";
import { chooseDataFolder } from "@/db/embedded/data-folder";
import { findInstance } from "@/db/embedded/instance";
import { OperatorError } from "@/db/operator-error";
import { authUser } from "@/db/schema";
import { findOwner } from "@/server/auth/local-owner";
import { createLoginLink, LOGIN_LINK_MINUTES, loginLinkAt } from "@/server/auth/login-link";
import { readEnvironment } from "@/server/env";
import { withDatabase } from "./connect";
import { projectRoot } from "./project-root";

export function createCommand(): Command {
  return new Command("login-link")
    .description("print a link that signs the owner, or another user, in once; it works on this machine only")
    .option("--email <address>", "whom it signs in; the owner when left out")
    .action(async ({ email }: { email?: string }) => {
      await withDatabase(async ({ db }) => {
        const userId = email === undefined ? await anOwner(db) : await userOf(db, email);
        const link = loginLinkAt(runningAddress(), await createLoginLink(db, new Date(), userId));
        // The link alone, so that a script can open it.
        process.stdout.write(`${link}\n`);
        process.stderr.write(`It works once, within ${LOGIN_LINK_MINUTES} minutes, on this machine.\n`);
      });
    });
}

async function anOwner(db: Database): Promise<string> {
  const userId = await findOwner(db);
  if (userId !== null) return userId;
  throw new OperatorError(
    "no-owner",
    "Nobody owns a workspace yet. Open Faultline and set it up with the code in its log, then make a link.",
  );
}

async function userOf(db: Database, email: string): Promise<string> {
  const [row] = await db
    .select({ id: authUser.id })
    .from(authUser)
    .where(eq(sql`lower(${authUser.email})`, email.trim().toLowerCase()));
  if (row) return row.id;
  throw new OperatorError("user-not-found", `No user has the e-mail address ${email}.`);
}

/** Where the application listens on this machine: as it says in its data folder, or else as it would be started. */
function runningAddress(): string {
  const { databaseUrl, dataFolder, port } = readEnvironment();
  const folder =
    databaseUrl === undefined ? chooseDataFolder(dataFolder, projectRoot, postgresAccount()) : undefined;
  const running = folder === undefined ? undefined : findInstance(folder);
  return (running?.use === "application" ? running.address : undefined) ?? `http://127.0.0.1:${port}`;
}
