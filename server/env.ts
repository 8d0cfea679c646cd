import { z } from "zod";
import { addressRange } from "./request/address-range";
import { HOW_TO_MAKE_A_SECRET, weaknessOf } from "./secrets/strength";

const unsetWhenEmpty = (value: unknown) => (value === "" ? undefined : value);

const listOf = (value: string | undefined) =>
  (value ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

const wrongPort = { error: "PORT must be a whole number from 0 to 65535, such as 3000." };

const wrongUrl =
  "FAULTLINE_URL must be the address people open, scheme and host alone, such as https://faultline.example.com.";

const wrongHost =
  "HOST must be the address to listen on: 127.0.0.1 (this machine only), 0.0.0.0 or :: (all), or one of this machine's own.";

const environmentSchema = z.object({
  PORT: z.preprocess(
    unsetWhenEmpty,
    z.coerce.number(wrongPort).int(wrongPort).min(0, wrongPort).max(65_535, wrongPort).default(3000),
  ),
  HOST: z.preprocess(
    unsetWhenEmpty,
    z
      .string()
      .regex(/^[A-Za-z0-9.:_-]{1,255}$/, { error: wrongHost })
      .default("127.0.0.1"),
  ),
  DATABASE_URL: z.preprocess(
    unsetWhenEmpty,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, {
        error: "DATABASE_URL must look like postgres://user:password@host:5432/database.",
      })
      .optional(),
  ),
  FAULTLINE_DATA_DIR: z.preprocess(unsetWhenEmpty, z.string().optional()),
  FAULTLINE_SAMPLE: z.preprocess(
    unsetWhenEmpty,
    z.enum(["on", "off"], { error: "FAULTLINE_SAMPLE must be on or off." }).default("on"),
  ),
  FAULTLINE_SECRET: z.preprocess(
    unsetWhenEmpty,
    z
      .string()
      .superRefine((secret, check) => {
        const weakness = weaknessOf(secret);
        if (weakness === null) return;
        check.addIssue({ code: "custom", message: `FAULTLINE_SECRET ${weakness}. ${HOW_TO_MAKE_A_SECRET}` });
      })
      .optional(),
  ),
  // What was sealed under a weak secret must still be read to be sealed anew, so old ones are taken as they are.
  FAULTLINE_OLD_SECRETS: z.string().optional().transform(listOf),
  FAULTLINE_URL: z.preprocess(
    unsetWhenEmpty,
    z
      .string()
      .optional()
      .transform((text, check) => {
        const origin = text === undefined ? undefined : originOf(text);
        if (origin === null) check.addIssue({ code: "custom", message: wrongUrl });
        return origin ?? undefined;
      }),
  ),
  FAULTLINE_TRUSTED_PROXIES: z
    .string()
    .optional()
    .transform((text, check) => {
      const ranges = listOf(text);
      for (const range of ranges) {
        if (addressRange(range) !== null) continue;
        const message = `FAULTLINE_TRUSTED_PROXIES must list addresses or ranges such as 10.0.0.0/8,fd00::/8; ${range} is neither.`;
        check.addIssue({ code: "custom", message });
      }
      return ranges;
    }),
  // Names of hosts, compared as they stand in an issuer's address.
  FAULTLINE_PRIVATE_PROVIDERS: z
    .string()
    .optional()
    .transform((text) => listOf(text).map((host) => host.toLowerCase())),
  // Names of hosts, compared as they stand in a channel's address.
  FAULTLINE_PRIVATE_RECEIVERS: z
    .string()
    .optional()
    .transform((text) => listOf(text).map((host) => host.toLowerCase())),
  FAULTLINE_LOG_LEVEL: z.preprocess(
    unsetWhenEmpty,
    z
      .enum(["fatal", "error", "warn", "info", "debug", "silent"], {
        error: "FAULTLINE_LOG_LEVEL must be fatal, error, warn, info, debug or silent.",
      })
      .default("info"),
  ),
});

export interface Environment {
  port: number;
  /** The address to listen on. */
  host: string;
  databaseUrl: string | undefined;
  dataFolder: string | undefined;
  sample: boolean;
  /** See `requireSecret`: a command that needs none must not ask for one. */
  secret: string | undefined;
  oldSecrets: string[];
  /** The origin people open, such as https://faultline.example.com. */
  publicUrl: string | undefined;
  /** Addresses and CIDR ranges whose forwarded addresses are believed. */
  trustedProxies: string[];
  /** Hosts of identity providers that may have an address inside the operator's own network. */
  privateProviders: string[];
  /** Hosts inside the operator's own network that notifications may be sent to, also over http. */
  privateReceivers: string[];
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
}

/** Thrown for a variable that cannot be used; the message names it and the fix. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/** The only place that reads the process's environment for the application. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const parsed = environmentSchema.safeParse(source);
  if (!parsed.success) {
    throw new EnvironmentError(parsed.error.issues.map((issue) => issue.message).join(" "));
  }
  return {
    port: parsed.data.PORT,
    host: parsed.data.HOST,
    databaseUrl: parsed.data.DATABASE_URL,
    dataFolder: parsed.data.FAULTLINE_DATA_DIR,
    sample: parsed.data.FAULTLINE_SAMPLE === "on",
    secret: parsed.data.FAULTLINE_SECRET,
    oldSecrets: parsed.data.FAULTLINE_OLD_SECRETS,
    publicUrl: parsed.data.FAULTLINE_URL,
    trustedProxies: parsed.data.FAULTLINE_TRUSTED_PROXIES,
    privateProviders: parsed.data.FAULTLINE_PRIVATE_PROVIDERS,
    privateReceivers: parsed.data.FAULTLINE_PRIVATE_RECEIVERS,
    logLevel: parsed.data.FAULTLINE_LOG_LEVEL,
  };
}

/** The secret that keys are made from, for those who cannot work without one. */
export function requireSecret(environment: Environment): string {
  if (environment.secret !== undefined) return environment.secret;
  throw new EnvironmentError(
    `FAULTLINE_SECRET is not set. With DATABASE_URL it has to be given, the same to every instance. ${HOW_TO_MAKE_A_SECRET}`,
  );
}

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isOrigin = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return isOrigin && /^https?:$/.test(url.protocol) ? url.origin : null;
}
