/** An invitation ends by itself after this, unless it is told otherwise. */
export const INVITATION_DAYS_DEFAULT = 7;
