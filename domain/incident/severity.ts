/** Apart from the schema, so that what runs in the browser need not carry its parsers. */
export const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4", "SEV5", "unknown"] as const;
export type Severity = (typeof SEVERITIES)[number];
export const IMPACT_LEVELS = ["major", "partial", "degraded"] as const;
export type ImpactLevel = (typeof IMPACT_LEVELS)[number];
export const BLAST_RADIUS_CLASSES = ["contained", "limited", "high", "extreme"] as const;
export type BlastRadiusClass = (typeof BLAST_RADIUS_CLASSES)[number];

/** Where the record comes from: logged here, imported, a public statement retold in the sample, or generated. */
export const RECORDS = ["logged", "imported", "public-record", "generated"] as const;

/** What the public record does not say of the sample's incidents, which service lost how much, is made up too. */
export function isModelled(record: (typeof RECORDS)[number]): boolean {
  return record === "public-record" || record === "generated";
}

/** Reads "sev2", "SEV-2", "2", "unknown". */
export function parseSeverity(text: string): Severity | null {
  const digit = /^\s*(?:sev|s|p)?[\s-]*([1-5])\s*$/i.exec(text)?.[1];
  if (digit) return `SEV${digit}` as Severity;
  return /^\s*(unknown|none|\?+)?\s*$/i.test(text) ? "unknown" : null;
}
