import { type Known, passwordProblem } from "@/domain/account/password";
import { Invalid } from "@/domain/errors";

let common: Promise<ReadonlySet<string>> | undefined;

/** Refuses a new password that would be guessed; `field` is the one to fix. */
export async function refuseWeakPassword(password: string, known: Known, field = "password"): Promise<void> {
  // Some 49,000 passwords from leaks, most used first; loaded when the first password is set.
  common ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"]),
  );
  const list = await common;
  const problem = passwordProblem(password, known, (text) => list.has(text));
  if (problem !== null) throw new Invalid(field, problem, "weak-password");
}
