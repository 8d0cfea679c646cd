/** An incident as the ranking sees it. */
interface SuspectIncident {
  /** Start of impact, ISO 8601. */
  at: string;
  /** Services hit. */
  services: readonly string[];
  /** Title and summary. */
  text: string;
}

/** A change before the incident. Whether AI took part, and whether it was signed off, are no part of it. */
export interface SuspectCandidate {
  id: string;
  /** When it went live, ISO 8601. */
  at: string;
  services: readonly string[];
  author: string | null;
  bot?: boolean;
  additions?: number | null;
  deletions?: number | null;
  files?: number | null;
  title: string;
  kind?: string | null;
}

export interface SuspectsInput {
  incident: SuspectIncident;
  candidates: readonly SuspectCandidate[];
  /** Of a service, those it depends on. */
  dependencies?: Readonly<Record<string, readonly string[]>>;
}
