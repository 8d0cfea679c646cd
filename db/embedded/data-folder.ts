import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { OperatorError } from "../operator-error";
import { type Account, canEnter } from "./account";
import { clusterFolder } from "./layout";

/** Where the data lies: as configured, else in the project, else (for root, whose home others cannot enter) in /var/lib. */
export function chooseDataFolder(
  configured: string | undefined,
  projectRoot: string,
  account: Account | undefined,
): string {
  if (configured !== undefined) return path.resolve(configured);
  const inProject = path.join(projectRoot, ".data");
  if (existsSync(clusterFolder(inProject)) || canEnter(account, projectRoot)) return inProject;
  const hash = createHash("sha256").update(projectRoot).digest("hex").slice(0, 12);
  return path.join("/var/lib/faultline", hash);
}

/** Makes sure that we can write the folder and that the account which runs Postgres can enter it. */
export function prepareDataFolder(folder: string, account: Account | undefined): void {
  try {
    // Under root the folder itself stays open to the other account; what is secret in it is closed by itself.
    mkdirSync(folder, { recursive: true, mode: account === undefined ? 0o700 : 0o755 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderProblem(error, folder);
  }
  if (canEnter(account, folder)) return;
  throw new OperatorError(
    "data-folder-unreachable",
    `Postgres runs as the user ${account?.name}, who cannot enter the data folder ${folder}. Allow it (\`chmod o+x\` ` +
      "on the folders above it), or set FAULTLINE_DATA_DIR to a folder that this user can enter.",
  );
}

const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of this path is a file",
  EEXIST: "there is a file of this name",
};

export function folderProblem(error: unknown, folder: string): OperatorError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new OperatorError(
      "disk-full",
      `The disk that holds the data folder ${folder} is full. Free some space, or set FAULTLINE_DATA_DIR to a folder ` +
        "on another disk; nothing that was saved is lost.",
      { cause: error },
    );
  }
  return new OperatorError(
    "data-folder-not-writable",
    `The data folder ${folder} cannot be written (${reasons[code] ?? code}). Make it writable for this user, ` +
      "or set FAULTLINE_DATA_DIR to a folder that is.",
    { cause: error },
  );
}
