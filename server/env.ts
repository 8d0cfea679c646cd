import { z } from "zod";

const unsetWhenEmpty = (value: unknown) => (value === "" ? undefined : value);

const environmentSchema = z.object({
  PORT: z.preprocess(
    unsetWhenEmpty,
    z.coerce
      .number({ error: "PORT must be a whole number from 0 to 65535, such as 3000." })
      .int({ error: "PORT must be a whole number from 0 to 65535, such as 3000." })
      .min(0, { error: "PORT must be a whole number from 0 to 65535, such as 3000." })
      .max(65_535, { error: "PORT must be a whole number from 0 to 65535, such as 3000." })
      .default(3000),
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
});

export interface Environment {
  port: number;
  databaseUrl: string | undefined;
  dataFolder: string | undefined;
  sample: boolean;
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
    databaseUrl: parsed.data.DATABASE_URL,
    dataFolder: parsed.data.FAULTLINE_DATA_DIR,
    sample: parsed.data.FAULTLINE_SAMPLE === "on",
  };
}
