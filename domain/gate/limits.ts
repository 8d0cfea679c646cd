/** Of many changes at once, an answer names so many; it counts them all. */
export const SUBJECTS_SHOWN_MAX = 50;
/** More changes at once than this are not looked at one by one. */
export const SUBJECTS_MAX = 2000;
/** A decision keeps so many of the changes that it was about. */
export const KEPT_CHANGES_MAX = 20;
