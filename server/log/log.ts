import pino, { type Logger } from "pino";
import { readEnvironment } from "@/server/env";
import { redact, redactText } from "./redact";

/** JSON lines with `level`, `time` (ISO-8601) and `msg`; whatever is given passes through `redact` first. */
export function createLogger(level: string, write: (line: string) => void): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (entry) => Object(redact(entry)),
      },
      // Errors are already plain objects here.
      serializers: { err: (error) => error },
      hooks: {
        logMethod(args, method) {
          const [first, second] = args;
          // An error given alone would get past the formatter.
          if (typeof first === "string") method.call(this, redactText(first));
          else if (first instanceof Error)
            method.call(this, { err: first }, redactText(second ?? first.message));
          else method.call(this, first, redactText(second ?? ""));
        },
      },
    },
    { write },
  );
}

let shared: Logger | undefined;

/** The log of this process, on standard error: standard output belongs to what a command prints. */
export function log(): Logger {
  shared ??= createLogger(readEnvironment().logLevel, (line) => process.stderr.write(line));
  return shared;
}

/** What the framework says of a failed page becomes a line like every other, redacted. */
export function logConsole(): void {
  const levels = { error: "error", warn: "warn", info: "info", log: "info", debug: "debug" } as const;
  for (const [method, level] of Object.entries(levels) as [
    keyof typeof levels,
    "error" | "warn" | "info" | "debug",
  ][]) {
    console[method] = (...args: unknown[]) => {
      const error = args.find((one) => one instanceof Error);
      const texts = args
        .filter((one) => !(one instanceof Error))
        .map((one) => (typeof one === "string" ? one : JSON.stringify(redact(one))));
      const message = texts.join(" ").trim();
      if (error !== undefined)
        log()[level]({ err: error, digest: digestOf(error) }, message || error.message);
      else if (message !== "") log()[level](message);
    };
  }
}

/** The page shows its reader this id of the error. */
function digestOf(error: Error): string | undefined {
  return "digest" in error ? String(error.digest) : undefined;
}
