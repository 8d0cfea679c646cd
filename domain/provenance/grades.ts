/** How much a statement of AI's part is worth, best first. */
export const EVIDENCE_GRADES = ["attested", "trailer", "author", "branch", "declared"] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];
