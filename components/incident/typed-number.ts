/** "1,200.50", "1 200" or "12 %" as a number; null when empty, undefined when it is none. */
export function readNumber(text: string): number | null | undefined {
  const plain = text.replace(/[\s\u00a0,_]|%$/g, "");
  if (plain === "") return null;
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

/** "EU, US; Asia" as names. */
export function readRegions(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((region) => region.trim())
    .filter(Boolean);
}
