import { type Command, CommanderError, InvalidArgumentError } from "commander";
import type { Server } from "./client";

const UNITS_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000 };
const TIMEOUT_MS = 10_000;

/** Where Faultline is and who asks; both are often the environment's. */
export interface ServerFlags {
  url?: string;
  token?: string;
  workspace?: string;
  timeout?: number;
}

export function withServerOptions(command: Command): Command {
  return command
    .option("--url <address>", "Faultline's address; FAULTLINE_URL when left out")
    .option(
      "--token <token>",
      "an API token; FAULTLINE_TOKEN when left out, which no list of processes shows",
    )
    .option("--workspace <slug>", "the token's own when left out")
    .option("--timeout <span>", "how long one answer may take: 10s", spanUpTo(120_000));
}

export function serverOf({ url, token, workspace, timeout }: ServerFlags): Server {
  const address = (url ?? process.env.FAULTLINE_URL ?? "").trim();
  if (address === "") usage("Say where Faultline is: --url https://faultline.example.com, or FAULTLINE_URL.");
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    usage(`${address} is no address. Give scheme and host, such as https://faultline.example.com.`);
  }
  const given = (token ?? process.env.FAULTLINE_TOKEN ?? "").trim();
  if (given === "") {
    usage(
      "A token is missing: set FAULTLINE_TOKEN. `npx faultline token create` makes one, or Settings, API tokens.",
    );
  }
  return { url: new URL(address).origin, token: given, workspace, timeoutMs: timeout ?? TIMEOUT_MS };
}

/** "90s", "30m", "2h" as milliseconds. */
export function spanUpTo(mostMs: number): (text: string) => number {
  return (text) => {
    const [, digits, unit = ""] = /^(\d{1,5})([smh])$/.exec(text.trim()) ?? [];
    const ms = Number(digits) * (UNITS_MS[unit] ?? Number.NaN);
    if (ms > 0 && ms <= mostMs) return ms;
    throw new InvalidArgumentError(`Name a span such as 90s, 30m or 2h, at most ${spanWords(mostMs)}.`);
  };
}

export function spanWords(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${Math.round(ms / 1000)} s`;
}

export function usage(message: string): never {
  process.stderr.write(`${message}\n`);
  throw new CommanderError(2, "faultline.usage", message);
}
