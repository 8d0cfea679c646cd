/** What one approval of a change costs its reviewer, minutes: an assumption, which the page states and lets be changed. */
export interface ReviewCost {
  minutes: number;
  minutesPerHundredLines: number;
  minutesMax: number;
}
export const REVIEW_COST: ReviewCost = { minutes: 10, minutesPerHundredLines: 15, minutesMax: 90 };
