const REDACTED = "[redacted]";
const DEPTH_MAX = 8;
const ENTRIES_MAX = 100;
const TEXT_MAX = 8000;

/** Names whose values let somebody in, alone or at a name's end: newPassword, client_secret, set-cookie, apiToken. */
const SECRET_NAME =
  /(authorization|cookie|passw(or)?d|passphrase|token|secret|code|codes|otp|credential|credentials|api.?key|private.?key|verifier|signature|database.?url)$/i;

/** Names that end so and tell nothing. */
const HARMLESS_NAME = /^(statusCode|problemCode|errorCode|sqlCode)$/;

/** A copy that may be written to a log: without the values of secrets, under whatever name or in whatever text. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  if (depth >= DEPTH_MAX) return "[too deep]";
  if (value instanceof Date) return value;
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, ENTRIES_MAX).map((one) => redact(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ENTRIES_MAX)
      .map(([name, one]) => [name, isSecretName(name) ? REDACTED : redact(one, depth + 1)]),
  );
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
}

/** The stack begins with the message. Other properties are left out: a query's parameters are people's data. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ""),
    ...("code" in error && typeof error.code === "string" ? { errorCode: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

/** Passwords in addresses, values in query strings and headers, our own tokens, wherever they stand in a text. */
export function redactText(text: string): string {
  return (
    text
      .slice(0, TEXT_MAX)
      .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, `$1${REDACTED}@`)
      .replace(/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`)
      .replace(
        /((?:authorization|(?:set-)?cookie|passw(?:or)?d|token|secret|code|otp|api_?key)["']?\s*[=:]\s*["']?)[^\s"'&;,)}]+/gi,
        `$1${REDACTED}`,
      )
      // The parameters of a failed query are what somebody sent: a password's hash, a name, an address.
      .replace(/\nparams:[\s\S]*?(?=\n\s+at |$)/g, `\nparams: ${REDACTED}`)
  );
}
