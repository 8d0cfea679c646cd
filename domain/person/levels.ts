/** What somebody is on the roster, from a day on. */
export const LEVELS = ["junior", "mid", "senior", "principal", "manager"] as const;
export type Level = (typeof LEVELS)[number];
