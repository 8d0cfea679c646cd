/** How long the audit trail may be kept, in days; shorter than a month would lose what a review asks for. */
export const AUDIT_RETENTION_DAYS_MIN = 30;
export const AUDIT_RETENTION_DAYS_MAX = 36_500;
