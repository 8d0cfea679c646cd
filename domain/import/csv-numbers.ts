/** "90", "1.5", "1h 30m", "01:30:00" as ms; a bare number counts in `unitMs`. Null where it is no duration. */
export function readDurationMs(text: string, unitMs: number): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(?:[.,]\d+)?$/.test(trimmed)) return Math.round(Number(trimmed.replace(",", ".")) * unitMs);
  const clock = /^(?:(\d+)\.)?(\d{1,4}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(trimmed);
  if (clock) {
    const [, days, hours, minutes, seconds] = clock;
    return (
      ((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds ?? 0) * 1000
    );
  }
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(d|h|m|s)[a-z]*\.?,?\s*(?:and\s+)?/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== trimmed) return null;
  const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
  let ms = 0;
  for (const [, amount, unit] of parts) ms += Number(amount) * units[(unit ?? "s") as keyof typeof units];
  return Math.round(ms);
}

/** "12 %", "0.12", or "12" where the column says percent, as a ratio 0..1; null where it is no share. */
export function readShare(text: string, isPercent: boolean): number | null {
  const match = /^<?\s*(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text.trim());
  if (!match) return null;
  const value = Number((match[1] ?? "").replace(",", "."));
  const ratio = match[2] === "%" || isPercent ? value / 100 : value;
  return ratio <= 1 ? ratio : null;
}
