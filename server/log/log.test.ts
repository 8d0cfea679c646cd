import { describe, expect, test } from "vitest";
import { createLogger } from "./log";
import { redact } from "./redact";

const planted = "pl4nted-Value-0123456789";

function logged(write: (logger: ReturnType<typeof createLogger>) => void): {
  text: string;
  entry: Record<string, unknown>;
} {
  const lines: string[] = [];
  write(createLogger("debug", (line) => lines.push(line)));
  expect(lines).toHaveLength(1);
  return { text: lines[0] ?? "", entry: JSON.parse(lines[0] ?? "") };
}

describe("a line of the log", () => {
  test("is JSON with a level, a time and what it is about", () => {
    const { entry } = logged((logger) => logger.warn({ requestId: "r-1", status: 409 }, "conflict"));
    expect(entry).toEqual({
      level: "warn",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      requestId: "r-1",
      status: 409,
      msg: "conflict",
    });
  });

  test("of a request with a token in its header and a password in its body holds neither", () => {
    const request = {
      headers: { Authorization: `Bearer ${planted}`, cookie: `session=${planted}`, "set-cookie": [planted] },
      body: {
        email: "ada@example.com",
        password: planted,
        newPassword: planted,
        nested: [{ totpCode: planted }],
      },
      DATABASE_URL: planted,
      clientSecret: planted,
      apiToken: planted,
      backup_codes: [planted],
    };
    const { text } = logged((logger) => logger.error({ request, err: new Error("refused") }, "failed"));
    expect(text).not.toContain(planted);
    expect(text).toContain("ada@example.com");
  });

  test.each([
    `connect postgres://faultline:${planted}@db.internal:5432/faultline failed`,
    `connect postgres://${planted}@db.internal/faultline failed`,
    `GET /callback?code=${planted}&state=1`,
    `authorization: Bearer ${planted}`,
    `{"password":"${planted}"}`,
    `Failed query: insert into account values ($1)\nparams: ada,${planted}`,
  ])("holds no secret that stands in a text: %s", (text) => {
    for (const write of [
      (logger: ReturnType<typeof createLogger>) => logger.error(text),
      (logger: ReturnType<typeof createLogger>) => logger.error(new Error(text)),
      (logger: ReturnType<typeof createLogger>) =>
        logger.error({ err: new Error("outer", { cause: new Error(text) }) }, "x"),
      (logger: ReturnType<typeof createLogger>) => logger.error({ deep: [{ note: text }] }, text),
    ]) {
      expect(logged(write).text).not.toContain(planted);
    }
  });

  test("of an error holds its stack and code, and not what a query was given", () => {
    const error = Object.assign(new Error("Failed query: select 1\nparams: Ada Lovelace"), {
      code: "23505",
      params: ["Ada Lovelace"],
    });
    const { text, entry } = logged((logger) => logger.error({ err: error }, "failed"));
    expect(entry.err).toMatchObject({
      type: "Error",
      errorCode: "23505",
      stack: expect.stringContaining("log.test.ts"),
    });
    expect(text).not.toContain("Lovelace");
  });
});

test("what tells nothing stays readable", () => {
  const entry = {
    status: 200,
    problemCode: "conflict",
    route: "/api/v1/incidents/{number}",
    durationMs: 3.5,
  };
  expect(redact(entry)).toEqual(entry);
});
