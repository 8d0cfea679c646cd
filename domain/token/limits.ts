/** A personal token ends with this, unless it is told an earlier or later end. */
export const PERSONAL_DAYS_DEFAULT = 90;
/** Nobody looks after a forgotten personal token, so it always ends. */
export const PERSONAL_DAYS_MAX = 366;

export const REQUESTS_PER_MINUTE_DEFAULT = 30_000;
export const REQUESTS_PER_MINUTE_MAX = 1_000_000;
