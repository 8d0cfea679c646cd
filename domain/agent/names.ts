/**
 * The words of a name, however it is written: "deleteEnvironment", "DELETE_ENVIRONMENT" and "delete environment" are one
 * name. Marks, invisible characters and letters of another width say nothing.
 */
export function wordsOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether a list of names holds a name; a star among them stands for any. */
export function isNamed(names: readonly string[], name: string): boolean {
  return names.some((one) => one.trim() === "*") || isNamedItself(names, name);
}

/** The same where a star stands for nothing: each is named by itself. */
export function isNamedItself(names: readonly string[], name: string): boolean {
  const wanted = wordsOf(name);
  return wanted !== "" && names.some((one) => wordsOf(one) === wanted);
}
