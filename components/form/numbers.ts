/** "99.95", "99,95 %", " 99.95" as a number; null when empty, undefined when it is none. */
export function readNumber(text: string): number | null | undefined {
  const plain = text.replace(/[\s_]|%$/g, "").replace(/^(\d+),(\d{1,6})$/, "$1.$2");
  if (plain === "") return null;
  return /^\d*\.?\d+$/.test(plain) ? Number(plain) : undefined;
}

/** A percentage as typed, as a ratio without the noise of doubles: "99.95" is 0.9995. */
export function readPercent(text: string): number | null | undefined {
  const percent = readNumber(text);
  return typeof percent === "number" ? Number((percent / 100).toFixed(9)) : percent;
}

/** A ratio as it is typed: 0.9995 is "99.95". */
export function percentText(ratio: number): string {
  return String(Number((ratio * 100).toFixed(6)));
}

/** A slug made from a name: lower case, letters and digits, dashes between. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
}
