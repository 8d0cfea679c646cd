import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { errorCode, OperatorError } from "../operator-error";
import { folderProblem } from "./data-folder";

/**
 * The application's secret of a data folder, made at its first use. It lies beside the cluster and not in it, readable
 * by its owner alone, so that a copy of the folder brings it along.
 */
export function embeddedSecret(folder: string): string {
  const file = path.join(folder, "secret");
  return readSecret(file) ?? makeSecret(file, folder);
}

function readSecret(file: string): string | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new OperatorError(
      "secret-unreadable",
      `The secret in ${file} cannot be read (${errorCode(error)}). Start as the user it belongs to.`,
      { cause: error },
    );
  }
  if (text.length >= 32) return text;
  throw new OperatorError(
    "secret-damaged",
    `The secret in ${file} is damaged. Put the file back from a backup; without one, delete it: a new one is made, ` +
      "everybody signs in again, and sealed credentials have to be entered anew.",
  );
}

/** Written beside and linked into place: of two that start at once, both end up with the first one's secret, whole. */
function makeSecret(file: string, folder: string): string {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  } catch (error) {
    throw folderProblem(error, folder);
  } finally {
    rmSync(draft, { force: true });
  }
  return readSecret(file) ?? makeSecret(file, folder);
}
