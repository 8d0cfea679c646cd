import { execFileSync } from "node:child_process";
import path from "node:path";

/**
 * The Cookie header of an owner's session at the running server, by a one-time link: made by the command line, which
 * finds the server's database as it always does, or given in BENCH_LOGIN_LINK.
 */
export async function ownerCookie(address: string): Promise<string> {
  const link = new URL(process.env.BENCH_LOGIN_LINK ?? makeLink());
  const answer = await fetch(new URL(`${link.pathname}${link.search}`, address), { redirect: "manual" });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  if (cookies.length > 0) return cookies.join("; ");
  throw new Error(
    `The server at ${new URL(address).origin} refused the sign-in link (${answer.status}). Name the database and ` +
      "secret of that very server in DATABASE_URL and FAULTLINE_SECRET, or its folder in FAULTLINE_DATA_DIR.",
  );
}

function makeLink(): string {
  const command = path.join(import.meta.dirname, "..", "cli", "faultline.mjs");
  return execFileSync(process.execPath, [command, "login-link"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  }).trim();
}

/** The same as a browser keeps it. */
export function browserCookies(header: string, address: string) {
  return header.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: new URL(address).origin };
  });
}
