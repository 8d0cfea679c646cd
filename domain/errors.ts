/**
 * The few errors a command or query may raise. Each is mapped once per transport (server/api/problem.ts):
 * `code` is stable and machine-readable, `message` names the field and the fix, in words for a person.
 */
export abstract class FaultlineError extends Error {
  abstract readonly status: 400 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503;
  readonly code: string;
  readonly field: string | null;

  constructor(code: string, message: string, field: string | null = null) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.field = field;
  }
}

/** The object does not exist in this workspace. */
export class NotFound extends FaultlineError {
  readonly status = 404;
  constructor(what: string, reference: string) {
    super(`${what.replaceAll(" ", "-")}-not-found`, `No ${what} ${reference} in this workspace.`);
  }
}

/** The request is well formed but its values cannot be accepted; `field` names the one to fix. */
export class Invalid extends FaultlineError {
  readonly status = 422;
  constructor(field: string | null, message: string, code = "invalid-value") {
    super(code, message, field);
  }
}

/** The lifecycle does not allow this step from the present status. */
export class InvalidTransition extends FaultlineError {
  readonly status = 409;
  constructor(message: string) {
    super("invalid-transition", message, "status");
  }
}

/** Something with this name or key exists already. */
export class Conflict extends FaultlineError {
  readonly status = 409;
  constructor(code: string, message: string, field: string | null = null) {
    super(code, message, field);
  }
}

export class Forbidden extends FaultlineError {
  readonly status = 403;
  constructor(message: string, code = "not-allowed") {
    super(code, message);
  }
}

/** The caller edited an older version than the present one; nothing was written. */
export class PreconditionFailed extends FaultlineError {
  readonly status = 412;
  readonly currentVersion: number;
  /** Who made the present version and when, as far as it is known. */
  readonly changed: { by: string; at: string } | null;
  constructor(currentVersion: number, changed: { by: string; at: string } | null = null) {
    super(
      "version-mismatch",
      `Somebody changed this since you read it: it is at version ${currentVersion} now. Read it again, then repeat your edit with If-Match: "${currentVersion}".`,
      "If-Match",
    );
    this.currentVersion = currentVersion;
    this.changed = changed;
  }
}

/** A limit is used up; it is free again after `retryAfterS` seconds. */
export class TooManyRequests extends FaultlineError {
  readonly status = 429;
  readonly retryAfterS: number;
  constructor(code: string, message: string, retryAfterS: number) {
    super(code, message);
    this.retryAfterS = Math.max(1, Math.ceil(retryAfterS));
  }
}
